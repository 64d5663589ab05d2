"""Settings in an address: how a validated record becomes query parameters and comes back from them."""
