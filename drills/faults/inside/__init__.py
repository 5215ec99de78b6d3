"""The parts of the rehearsals that run inside of the site's own environment, each a program that prints JSON."""
