"""What a neural network is and how it learns, in NumPy: a textbook in code; start with layers/dense.py."""

from nnviz.engine.activations import ACTIVATIONS, Activation, activation, activation_parameters
from nnviz.engine.architecture import Architecture
from nnviz.engine.arrays import Array
from nnviz.engine.batches import Batch, Batches
from nnviz.engine.clipping import clip_by_norm
from nnviz.engine.gradient_check import GradientCheck, TensorCheck, central_differences, gradient_check
from nnviz.engine.heads import HEADS, Head, check_targets, head, one_hot
from nnviz.engine.hidden_layers import Convolved, Hidden, Pooled, RecurrentHidden
from nnviz.engine.initializers import INITIALIZERS, Initializer, initializer, initializer_parameters
from nnviz.engine.layers.attention.multi_head import Attention, AttentionGradients, AttentionTrace
from nnviz.engine.layers.attention.norms import LayerNorm, RMSNorm
from nnviz.engine.layers.attention.positions import LearnedPositions, SinusoidalPositions, sinusoids
from nnviz.engine.layers.attention.tied import Tied
from nnviz.engine.layers.convolution import Convolution, ConvolutionGradients, ConvolutionTrace
from nnviz.engine.layers.dense import Dense
from nnviz.engine.layers.dropout import Dropout
from nnviz.engine.layers.embedding import Embedding
from nnviz.engine.layers.kernel_matrix import KernelMatrix, kernel_matrix
from nnviz.engine.layers.last_step import LastStep
from nnviz.engine.layers.layer import Layer, LayerGradients, LayerTrace
from nnviz.engine.layers.per_step import PerStep
from nnviz.engine.layers.pooling import AveragePool, MaxPool
from nnviz.engine.layers.prelu import PReLU
from nnviz.engine.layers.recurrent.clamps import Clamp
from nnviz.engine.layers.recurrent.elman import Elman
from nnviz.engine.layers.recurrent.gru import GRU
from nnviz.engine.layers.recurrent.lstm import LSTM
from nnviz.engine.layers.recurrent.unrolled import Summands
from nnviz.engine.layers.reshape import Reshape, flatten
from nnviz.engine.layers.residual import Residual
from nnviz.engine.layers.softmax import Softmax, softmax, softmax_jacobian
from nnviz.engine.layers.transposed import TransposedConvolution
from nnviz.engine.layers.windows import Window
from nnviz.engine.limits import check_size, check_work
from nnviz.engine.losses import LOSSES, Loss, LossTrace, loss, loss_parameters
from nnviz.engine.losses.per_step import PerStepLoss, targets_at
from nnviz.engine.metrics import (
    LayerMetrics,
    accuracy,
    confusion_matrix,
    has_weights,
    layer_metrics,
    norm,
    unit_slopes,
    update_to_weight_ratios,
    weight_gradients_of,
    weight_norm,
    weights_of,
)
from nnviz.engine.network import Gradients, Network, Trace
from nnviz.engine.optimizers import OPTIMIZERS, Memory, Optimizer, optimizer, optimizer_parameters
from nnviz.engine.parameters import Parameter
from nnviz.engine.penalties import PENALTIES, Penalty
from nnviz.engine.plan import take_steps
from nnviz.engine.randomness import SEED_LIMIT, Purpose, generator
from nnviz.engine.recurrent_architecture import CELLS, RecurrentArchitecture, RecurrentStart
from nnviz.engine.schedules import SCHEDULES, Schedule, schedule, schedule_parameters
from nnviz.engine.sequence_length import with_steps
from nnviz.engine.stopping import Stop, StopRules, Watch, not_finite
from nnviz.engine.tensors import TensorSpec, TensorView, assignment, tensor, walk
from nnviz.engine.training import Rules, StepRecord, TrainState, train, train_step
from nnviz.engine.transformer import TransformerArchitecture

__all__ = [
    "Attention",
    "AttentionGradients",
    "AttentionTrace",
    "LayerNorm",
    "RMSNorm",
    "LearnedPositions",
    "SinusoidalPositions",
    "sinusoids",
    "Tied",
    "Residual",
    "TransformerArchitecture",
    "ACTIVATIONS",
    "CELLS",
    "HEADS",
    "INITIALIZERS",
    "LOSSES",
    "OPTIMIZERS",
    "PENALTIES",
    "SCHEDULES",
    "SEED_LIMIT",
    "Activation",
    "Architecture",
    "Array",
    "AveragePool",
    "Batch",
    "Batches",
    "Clamp",
    "Convolution",
    "ConvolutionGradients",
    "ConvolutionTrace",
    "Convolved",
    "Dense",
    "Dropout",
    "Elman",
    "Embedding",
    "GRU",
    "GradientCheck",
    "Gradients",
    "Head",
    "Hidden",
    "Initializer",
    "LSTM",
    "LastStep",
    "KernelMatrix",
    "Layer",
    "LayerGradients",
    "LayerMetrics",
    "LayerTrace",
    "Loss",
    "LossTrace",
    "MaxPool",
    "Memory",
    "Network",
    "Optimizer",
    "PReLU",
    "Parameter",
    "Penalty",
    "PerStep",
    "PerStepLoss",
    "Pooled",
    "Purpose",
    "RecurrentArchitecture",
    "RecurrentHidden",
    "RecurrentStart",
    "Reshape",
    "Rules",
    "Schedule",
    "Softmax",
    "StepRecord",
    "Stop",
    "StopRules",
    "Summands",
    "TensorCheck",
    "TensorSpec",
    "TensorView",
    "Trace",
    "TrainState",
    "TransposedConvolution",
    "Watch",
    "Window",
    "accuracy",
    "activation",
    "activation_parameters",
    "assignment",
    "central_differences",
    "check_size",
    "check_targets",
    "check_work",
    "clip_by_norm",
    "confusion_matrix",
    "flatten",
    "generator",
    "gradient_check",
    "has_weights",
    "head",
    "initializer",
    "initializer_parameters",
    "kernel_matrix",
    "layer_metrics",
    "loss",
    "loss_parameters",
    "norm",
    "not_finite",
    "one_hot",
    "optimizer",
    "optimizer_parameters",
    "schedule",
    "schedule_parameters",
    "softmax",
    "softmax_jacobian",
    "take_steps",
    "targets_at",
    "tensor",
    "train",
    "train_step",
    "unit_slopes",
    "update_to_weight_ratios",
    "walk",
    "with_steps",
    "weight_gradients_of",
    "weight_norm",
    "weights_of",
]
