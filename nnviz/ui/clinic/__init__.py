"""The page "Clinic": a case or a mysterious patient, beside it the same with a remedy, a diagnosis that is judged."""
