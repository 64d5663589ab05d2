"""What a person takes home: a script, weights, tables, a page of figures, an address as a QR code."""
