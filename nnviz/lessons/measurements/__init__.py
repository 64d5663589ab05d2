"""What a lesson's question may measure: a small grammar over what each page computes."""
