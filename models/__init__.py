"""Texts and arrays: the encoder, its heads, their training and their evaluation.

This folder knows no database and no page. `models.scorer.load_scorer()` is the way in.
"""

import os

# Torch's threads spin while they wait for each other. Beside a database and a dashboard on two
# cores that starves whoever holds them up: a pass took six times as long. Asleep, they do not.
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
