"""The site on several machines, all of them on this one: etcd, Patroni, PostgreSQL, application nodes, nginx."""
