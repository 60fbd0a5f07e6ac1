"""A form's export, as it came, turned into answers; read here and nowhere else."""
