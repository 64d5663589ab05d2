"""The NumPy of a transformer as its script has it: the parts, the whole network, loss and Adam."""

from nnviz.experiments.attending.recipe import TransformerRecipe

PARTS = '''# The parts of the network: each forward pass returns its output and what its backward pass needs.


def layer_norm(X):
    """Bring each token's features to mean 0 and deviation 1."""
    mu = X.mean(axis=-1, keepdims=True)
    sigma = np.sqrt(((X - mu) ** 2).mean(axis=-1, keepdims=True) + 1e-5)
    U = (X - mu) / sigma
    return U, (U, sigma)


def layer_norm_backward(dU, kept):
    """Two means come back through mu and sigma."""
    U, sigma = kept
    return (dU - dU.mean(axis=-1, keepdims=True) - U * (dU * U).mean(axis=-1, keepdims=True)) / sigma


def by_head(X):
    """(N, T, d) -> (N, heads, T, d_k): each head has its own columns."""
    return X.reshape(*X.shape[:2], heads, -1).swapaxes(1, 2)


def side_by_side(O):
    """(N, heads, T, d_k) -> (N, T, d)."""
    O = O.swapaxes(1, 2)
    return O.reshape(*O.shape[:2], -1)


def turned(A):
    """Transpose the last two axes."""
    return A.swapaxes(-1, -2)


def sum_of_products(X, dZ):
    """X.T @ dZ with a row for every token of every sequence: the gradient of W in Z = X @ W."""
    return X.reshape(-1, X.shape[-1]).T @ dZ.reshape(-1, dZ.shape[-1])


def attention(X, W_Q, W_K, W_V, W_O):
    """Every token asks with a query, and takes a mixture of the values of those whose keys answer."""
    Q, K, V = by_head(X @ W_Q), by_head(X @ W_K), by_head(X @ W_V)
    S = Q @ turned(K) * scale  # scores: (N, heads, T, T)
    if causal:
        S = np.where(np.triu(np.ones(S.shape[-2:], bool), 1), -np.inf, S)  # no token sees a later one
    P = softmax(S)  # each row sums to 1
    O = P @ V
    return side_by_side(O) @ W_O, (X, Q, K, V, P, O)


def attention_backward(dA, kept, W_Q, W_K, W_V, W_O):
    """The chain rule, head by head; X went in by three ways, so its gradient is a sum of three."""
    X, Q, K, V, P, O = kept
    dW_O = sum_of_products(side_by_side(O), dA)
    dO = by_head(dA @ W_O.T)
    dP = dO @ turned(V)
    dV = turned(P) @ dO
    dS = P * (dP - (P * dP).sum(axis=-1, keepdims=True))  # softmax: each row of dS sums to 0
    dQ = dS @ K * scale
    dK = turned(dS) @ Q * scale
    dQ, dK, dV = side_by_side(dQ), side_by_side(dK), side_by_side(dV)
    dX = dQ @ W_Q.T + dK @ W_K.T + dV @ W_V.T
    return dX, [sum_of_products(X, dQ), sum_of_products(X, dK), sum_of_products(X, dV), dW_O]'''

MLP = '''def mlp(X, W_up, b_up, W_down, b_down):
    """The same two layers for each token."""
    Z = X @ W_up + b_up
    H = np.maximum(Z, 0.0)
    return H @ W_down + b_down, (X, Z, H)


def mlp_backward(dA, kept, W_up, b_up, W_down, b_down):
    """Send the gradient back through both layers; ReLU lets it pass where Z was above zero."""
    X, Z, H = kept
    dZ = dA @ W_down.T * (Z > 0.0)
    return dZ @ W_up.T, [sum_of_products(X, dZ), dZ.sum(axis=(0, 1)), sum_of_products(H, dA), dA.sum(axis=(0, 1))]'''


def network_text(recipe: TransformerRecipe) -> str:
    """Return forward and backward pass of the whole network, written out.

    Parameters
    ----------
    recipe : TransformerRecipe
        With an MLP in each block, or without one.
    """
    scale = "1.0 / np.sqrt(parameters['E'].shape[1] // heads)  # one over the root of d_k" if recipe.scaled else "1.0"
    parts = [("attention", "W_Q W_K W_V W_O")]
    parts += [("mlp", "W_up b_up W_down b_down")] if recipe.hidden else []
    forward: list[str] = []
    backward: list[str] = []
    for name, names in parts:
        given = f'"{names}".split()'
        forward += [
            "        U, norm = layer_norm(A)",
            f"        F, inner = {name}(U, *(parameters[name + block] for name in {given}))",
            "        A = A + F  # the residual stream: each part only adds to it",
            "        kept.append((norm, inner))",
        ]
        backward = [
            "        norm, inner = kept.pop()",
            f"        names = [name + block for name in {given}]",
            f"        dU, found = {name}_backward(dA, inner, *(parameters[name] for name in names))",
            "        gradients |= zip(names, found)",
            "        dA = dA + layer_norm_backward(dU, norm)  # past the part unchanged, and through it",
            *backward,
        ]
    return "\n".join(
        [
            f"scale = {scale}",
            "",
            "",
            "def forward(parameters, X):",
            '    """Embedding and position of each symbol, the blocks, logits of the next symbol."""',
            '    A = parameters["E"][X] + parameters["W_pos"]',
            "    kept = []",
            "    for k in range(blocks):",
            "        block = str(k + 1)",
            *forward,
            "    U, norm = layer_norm(A)",
            "    kept.append((norm, U))",
            '    return U @ parameters["W_out"], kept',
            "",
            "",
            "def backward(parameters, X, kept, dA):",
            '    """Backward pass, the last part first: the chain rule."""',
            "    gradients = {}",
            "    norm, U = kept.pop()",
            '    gradients["W_out"] = sum_of_products(U, dA)',
            '    dA = layer_norm_backward(dA @ parameters["W_out"].T, norm)',
            "    for k in reversed(range(blocks)):",
            "        block = str(k + 1)",
            *backward,
            '    gradients["W_pos"] = dA.sum(axis=0)  # a position is the same in all sequences',
            '    gradients["E"] = np.zeros_like(parameters["E"])',
            '    np.add.at(gradients["E"], X, dA)  # a symbol gets the gradients of all places where it stood',
            "    return gradients",
        ]
    )


TRAINING = '''def loss(A, targets):
    """Return the mean surprise at the symbols of the answer in nats, and its gradient dA; other places do not count."""
    S = below_largest(A)
    surprise = log_sum_exp(S) - np.take_along_axis(S, targets[..., None], axis=-1)[..., 0]
    counted = np.arange(A.shape[1]) >= length - 1
    n = len(A) * counted.sum()
    dA = (softmax(A) - np.eye(symbols)[targets]) * counted[:, None] / n
    return surprise[:, counted].sum() / n, dA


def adam(parameters, gradients, t):
    """Return the new parameters; both running means, v and s, are corrected for having started at zero."""
    after = {}
    for name, theta in parameters.items():
        g = gradients[name]
        v[name] = beta1 * v[name] + (1.0 - beta1) * g
        s[name] = beta2 * s[name] + (1.0 - beta2) * g * g
        v_hat, s_hat = v[name] / (1.0 - beta1**t), s[name] / (1.0 - beta2**t)
        after[name] = theta - learning_rate * v_hat / (np.sqrt(s_hat) + epsilon)
    return after


def train_step(parameters, step):
    """New sequences, forward, loss, backward, update: return the new parameters and the loss before it."""
    X, targets = sequences(np.random.default_rng([seed, DATA, step]), batch_size)
    A, kept = forward(parameters, X)
    L, dA = loss(A, targets)
    return adam(parameters, backward(parameters, X, kept, dA), step + 1), L'''
