"""Discord's interactions over HTTP: any number of replicas without a connection to the gateway, and without a state."""
