"""Labels in the words of an instruction model, where the settings name one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from models.errors import ModelError
from pipeline.errors import InputError
from pipeline.settings import Settings

if TYPE_CHECKING:
    from models.label_writer import Writer
    from models.topics import Cluster
    from pipeline.narratives.waiting import Waiting

Write = Callable[[Sequence[str], str], str]  # posts and the label so far, to a label
_READ = 8  # posts of a cluster, the most typical


def write(posts: Sequence[str], label: str) -> str:
    """The label by the model of the settings; as it is without one. Raises InputError."""
    name = Settings().label_model
    if name is None:
        return label
    try:
        return _writer(name)(posts, label)
    except ModelError as error:
        raise InputError(str(error)) from error


def typical(found: Waiting, cluster: Cluster) -> list[str]:
    """The posts of what was found that are nearest to the cluster's centre."""
    near = cluster.members[np.argsort(cluster.distances, kind="stable")[:_READ]]
    return [str(text) for text in found.rows["text"].iloc[near]]


@cache
def _writer(name: str) -> Writer:
    from models.label_writer import load_writer  # transformers takes a while to import

    return load_writer(name)
