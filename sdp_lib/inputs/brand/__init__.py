"""`_brand.yml`: colours, typeface and logo of an organisation, in Quarto's brand format."""
