"""What a description may name: classes by family, functions, words.

Nothing is looked up in Keras by a name that does not stand here. The classes are found in Keras's public
modules, never in the custom-object registry.
"""

import importlib
from typing import Any

from softmark.judge.keras_build._limits import Unknown


def words(text: str) -> frozenset[str]:
    """The words of a text."""
    return frozenset(text.split())


# Left out on purpose: Lambda, the Torch, Jax, Flax and SavedModel wrappers (they run foreign code), layers
# that hold arbitrary others (Pipeline, RandAugment), spectrograms and elastic transforms (no shape rule worth
# trusting).
LAYERS = words(
    """
    Activation ActivityRegularization Add AdditiveAttention AlphaDropout Attention AutoContrast
    Average AveragePooling1D AveragePooling2D AveragePooling3D BatchNormalization Bidirectional
    CategoryEncoding CenterCrop Concatenate Conv1D Conv1DTranspose Conv2D Conv2DTranspose Conv3D
    Conv3DTranspose ConvLSTM1D ConvLSTM2D Cropping1D Cropping2D Cropping3D Dense DepthwiseConv1D
    DepthwiseConv2D Discretization Dot Dropout ELU EinsumDense Embedding Flatten GRU
    GaussianDropout GaussianNoise GlobalAveragePooling1D GlobalAveragePooling2D
    GlobalAveragePooling3D GlobalMaxPooling1D GlobalMaxPooling2D GlobalMaxPooling3D
    GroupNormalization GroupQueryAttention Hashing Identity IntegerLookup LSTM
    LayerNormalization LeakyReLU Masking MaxPooling1D MaxPooling2D MaxPooling3D Maximum Minimum
    MultiHeadAttention Multiply Normalization PReLU Permute RMSNormalization RandomBrightness
    RandomColorJitter RandomContrast RandomCrop RandomErasing RandomFlip RandomGaussianBlur
    RandomGrayscale RandomHue RandomInvert RandomPosterization RandomRotation RandomSaturation
    RandomSharpness RandomShear RandomTranslation RandomZoom ReLU RepeatVector Rescaling Reshape
    Resizing SeparableConv1D SeparableConv2D SimpleRNN Softmax SpatialDropout1D SpatialDropout2D
    SpatialDropout3D StringLookup Subtract TextVectorization TimeDistributed UnitNormalization
    UpSampling1D UpSampling2D UpSampling3D ZeroPadding1D ZeroPadding2D ZeroPadding3D
    """
)
# Layers without weights that may stand where an activation function may.
ACTIVATION_LAYERS = frozenset({"ELU", "LeakyReLU", "ReLU", "Softmax"})
# Layers that wrap one other; what they wrap is a leaf, so that its cost can be read off.
WRAPPERS = frozenset({"Bidirectional", "TimeDistributed"})
LOOKUPS = frozenset({"IntegerLookup", "StringLookup", "TextVectorization"})

FAMILIES: dict[str, tuple[str, frozenset[str]]] = {
    "layer": ("keras.layers", LAYERS),
    "activation layer": ("keras.layers", ACTIVATION_LAYERS),
    "initializer": (
        "keras.initializers",
        words(
            """
    Constant GlorotNormal GlorotUniform HeNormal HeUniform Identity LecunNormal LecunUniform
    Ones Orthogonal OrthogonalInitializer RandomNormal RandomUniform TruncatedNormal
    VarianceScaling Zeros
    """
        ),
    ),
    "regularizer": ("keras.regularizers", frozenset({"L1", "L2", "L1L2", "OrthogonalRegularizer"})),
    "constraint": ("keras.constraints", frozenset({"MaxNorm", "MinMaxNorm", "NonNeg", "UnitNorm"})),
    "optimizer": (
        "keras.optimizers",
        words(
            """
        Adadelta Adafactor Adagrad Adam AdamW Adamax Ftrl Lamb Lion Nadam RMSprop SGD
        """
        ),
    ),
    "schedule": (
        "keras.optimizers.schedules",
        words(
            """
        CosineDecay CosineDecayRestarts ExponentialDecay InverseTimeDecay
        PiecewiseConstantDecay PolynomialDecay
        """
        ),
    ),
    "loss": (
        "keras.losses",
        words(
            """
        BinaryCrossentropy BinaryFocalCrossentropy CategoricalCrossentropy
        CategoricalFocalCrossentropy CategoricalHinge CosineSimilarity Dice Hinge Huber
        KLDivergence LogCosh MeanAbsoluteError MeanAbsolutePercentageError MeanSquaredError
        MeanSquaredLogarithmicError Poisson SparseCategoricalCrossentropy SquaredHinge
        Tversky
        """
        ),
    ),
    "metric": (
        "keras.metrics",
        words(
            """
        AUC Accuracy BinaryAccuracy BinaryCrossentropy BinaryIoU CategoricalAccuracy
        CategoricalCrossentropy CategoricalHinge CosineSimilarity F1Score FBetaScore
        FalseNegatives FalsePositives Hinge IoU KLDivergence LogCoshError Mean
        MeanAbsoluteError MeanAbsolutePercentageError MeanIoU MeanSquaredError
        MeanSquaredLogarithmicError OneHotIoU OneHotMeanIoU Poisson Precision
        PrecisionAtRecall R2Score Recall RecallAtPrecision RootMeanSquaredError
        SensitivityAtSpecificity SparseCategoricalAccuracy SparseCategoricalCrossentropy
        SparseTopKCategoricalAccuracy SpecificityAtSensitivity SquaredHinge
        TopKCategoricalAccuracy TrueNegatives TruePositives
        """
        ),
    ),
}

# Functions of keras.losses and keras.metrics, and what keras.losses.get and keras.metrics.get call them besides.
LOSS_FUNCTIONS = words(
    """
        binary_crossentropy binary_focal_crossentropy categorical_crossentropy
        categorical_focal_crossentropy categorical_hinge cosine_similarity dice hinge huber
        kl_divergence log_cosh mean_absolute_error mean_absolute_percentage_error
        mean_squared_error mean_squared_logarithmic_error poisson
        sparse_categorical_crossentropy squared_hinge tversky
        """
)
METRIC_FUNCTIONS = words(
    """
    binary_accuracy binary_crossentropy binary_focal_crossentropy categorical_accuracy
    categorical_crossentropy categorical_focal_crossentropy categorical_hinge hinge huber
    kl_divergence log_cosh mean_absolute_error mean_absolute_percentage_error mean_squared_error
    mean_squared_logarithmic_error poisson sparse_categorical_accuracy
    sparse_categorical_crossentropy sparse_top_k_categorical_accuracy squared_hinge
    top_k_categorical_accuracy
    """
)
ALIASES = words("mse MSE mae MAE mape MAPE msle MSLE bce BCE kld KLD cosine_similarity")
LOSS_NAMES = LOSS_FUNCTIONS | ALIASES | FAMILIES["loss"][1]
METRIC_NAMES = METRIC_FUNCTIONS | ALIASES | FAMILIES["metric"][1] | {"accuracy", "acc", "crossentropy", "ce"}
FUNCTIONS: dict[str, tuple[str, frozenset[str]]] = {
    "loss": ("keras.losses", LOSS_FUNCTIONS),
    "metric": ("keras.metrics", METRIC_FUNCTIONS),
}
NAMES = {"loss": LOSS_NAMES, "metric": METRIC_NAMES}

ACTIVATIONS = words(
    """
    celu elu exponential gelu glu hard_shrink hard_sigmoid hard_silu hard_swish hard_tanh
    leaky_relu linear log_sigmoid log_softmax mish relu relu6 selu sigmoid silu soft_shrink
    softmax softplus softsign sparse_plus sparse_sigmoid sparsemax squareplus swish tanh
    tanh_shrink threshold
    """
)
REGULARIZERS = frozenset({"l1", "l2", "l1_l2", "L1", "L2", "L1L2"})
CONSTRAINTS = frozenset({"max_norm", "min_max_norm", "non_neg", "unit_norm"})
DTYPES = words(
    """
    float16 bfloat16 float32 float64 mixed_float16 mixed_bfloat16 int8 int16 int32 int64 uint8
    uint16 uint32 uint64 bool string
    """
)
# Every other word that a layer, loss, metric or optimizer takes as a setting.
WORDS = words(
    """
    same valid causal channels_first channels_last bilinear nearest bicubic lanczos3 lanczos5
    constant reflect wrap symmetric edge horizontal vertical horizontal_and_vertical concat sum
    mul ave dot int multi_hot one_hot count lower_and_strip_punctuation strip_punctuation lower
    whitespace character floormod farmhash utf-8 auto sum_over_batch_size mean
    mean_with_sample_weight none micro macro weighted uniform_average variance_weighted ROC PR
    interpolation minoring majoring minimum maximum rows columns fan_in fan_out fan_avg uniform
    normal truncated_normal untruncated_normal
    """
)

# Operations that stand in a functional model when keras.ops or Python's operators met its tensors. Their
# classes are not public; these two modules held them in Keras 3.0 to 3.15.
OPERATIONS: dict[str, frozenset[str]] = {
    "keras.src.ops.nn": words(
        """
    Elu Gelu HardSigmoid HardSilu LeakyRelu LogSigmoid LogSoftmax Relu Relu6 Selu Sigmoid Silu
    Softmax Softplus Softsign
    """
    ),
    "keras.src.ops.numpy": words(
        """
        Abs Absolute Add Clip Concatenate Divide Equal Exp ExpandDims GetItem Greater
        GreaterEqual Less LessEqual Log Log1p LogicalAnd LogicalNot LogicalOr Matmul Max
        Maximum Mean Min Minimum Multiply Negative NotEqual Power Reshape Sqrt Square
        Squeeze Subtract Sum Tanh Transpose TrueDivide
        """
    ),
}


def find_class(family: str, name: str) -> Any:
    """The Keras class of that name.

    Raises:
        Unknown: when the family does not hold the name.
    """
    module, names = FAMILIES[family]
    if name not in names:
        raise Unknown(f"{name!r} is not a known {family}")
    found = getattr(importlib.import_module(module), name, None)
    if found is None:
        raise Unknown(f"this Keras has no {family} {name!r}")
    return found


def find_operation(module: str, name: str) -> Any:
    """The Keras operation of that module and name.

    Raises:
        Unknown: when the allow-list does not hold the pair.
    """
    if name not in OPERATIONS.get(module, ()):
        raise Unknown(f"{module}.{name} is not a known operation")
    found = getattr(importlib.import_module(module), name, None)
    if found is None:
        raise Unknown(f"this Keras has no operation {name!r}")
    return found


def find_function(family: str, name: str) -> Any:
    """The Keras loss or metric function of that name.

    Raises:
        Unknown: when the allow-list does not hold the name.
    """
    module, names = FUNCTIONS[family]
    if name not in names:
        raise Unknown(f"{name!r} is not a known {family} function")
    return getattr(importlib.import_module(module), name)
