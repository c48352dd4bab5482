"""How projects of event data code an event: PLOVER, CAMEO, quad classes, intensities and sides."""
