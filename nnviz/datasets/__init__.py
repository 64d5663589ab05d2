"""Data to learn from: toy generators, bundled real data, and what is done to inputs before a network sees them."""

from nnviz.datasets.catalogue import DATASETS, DatasetInfo
from nnviz.datasets.drawn_points import DrawnPoints, drawn_from
from nnviz.datasets.features import FEATURES, Feature, chosen_features, expand
from nnviz.datasets.functions import FUNCTIONS, Function, function
from nnviz.datasets.generate import TOY_RANGE, dataset
from nnviz.datasets.modular_addition import modular_addition, modular_addition_split
from nnviz.datasets.parameters import NOISE_LIMITS, SAMPLES_LIMITS
from nnviz.datasets.record import Dataset, Kind
from nnviz.datasets.sequences.as_dataset import (
    SEQUENCE_DATASETS,
    SequenceChoices,
    sequence_dataset,
    sequence_info,
    symbols_in,
    symbols_of,
)
from nnviz.datasets.sequences.catalogue import SEQUENCES, TaskInfo, sequences
from nnviz.datasets.sequences.continuations import CONTINUATIONS, ContinuationInfo, Continuations, continuations
from nnviz.datasets.sequences.letters import Letters, names, next_letters, own_words
from nnviz.datasets.sequences.record import Sequences
from nnviz.datasets.splitting import Split, split
from nnviz.datasets.standardizer import SCALINGS, TARGET_SCALINGS, Standardizer, scaling, target_scaling
from nnviz.datasets.tables.account import Question, Reading
from nnviz.datasets.tables.dataset import ConvertedTable, to_dataset
from nnviz.datasets.tables.defaults import default_features, default_target
from nnviz.datasets.tables.example import EXAMPLE_NAME, example_table
from nnviz.datasets.tables.one_hot import merge_one_hot, one_hot_target
from nnviz.datasets.tables.reading import read_table
from nnviz.datasets.tables.roles import ColumnRole, column_roles
from nnviz.datasets.tables.table import LIMITS_IN_WORDS, MAX_BYTES, Table, TableColumn, TableError
from nnviz.datasets.tables.target_kinds import possible_kinds

__all__ = [
    "CONTINUATIONS",
    "ColumnRole",
    "DATASETS",
    "EXAMPLE_NAME",
    "FEATURES",
    "FUNCTIONS",
    "LIMITS_IN_WORDS",
    "MAX_BYTES",
    "NOISE_LIMITS",
    "SAMPLES_LIMITS",
    "SCALINGS",
    "SEQUENCES",
    "SEQUENCE_DATASETS",
    "TARGET_SCALINGS",
    "TOY_RANGE",
    "Dataset",
    "DatasetInfo",
    "DrawnPoints",
    "Feature",
    "Function",
    "Kind",
    "Letters",
    "Question",
    "Reading",
    "SequenceChoices",
    "Sequences",
    "Split",
    "Standardizer",
    "Table",
    "TaskInfo",
    "TableColumn",
    "TableError",
    "ContinuationInfo",
    "Continuations",
    "ConvertedTable",
    "chosen_features",
    "column_roles",
    "continuations",
    "dataset",
    "default_features",
    "default_target",
    "drawn_from",
    "example_table",
    "expand",
    "function",
    "merge_one_hot",
    "modular_addition",
    "modular_addition_split",
    "names",
    "next_letters",
    "one_hot_target",
    "own_words",
    "possible_kinds",
    "read_table",
    "scaling",
    "sequence_dataset",
    "sequence_info",
    "sequences",
    "split",
    "symbols_in",
    "symbols_of",
    "target_scaling",
    "to_dataset",
]
