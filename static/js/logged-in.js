// Tells the windows in which somebody writes that the login is back.

new BroadcastChannel("hefei-login").postMessage("in");
