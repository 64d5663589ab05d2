"""The page "Clinic": a case or a mysterious patient, its course beside the treated one, a diagnosis that is judged."""
