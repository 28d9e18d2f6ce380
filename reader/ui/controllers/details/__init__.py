"""What is said of an annotation or a document beside its label: values, notes."""
