"""The fixed list: addresses of pages with what is done on them, addresses of TensorFlow Playground.

It is the same before and after a change; where a page gets a new part, add an address, and never change one.
"""

from dataclasses import dataclass, field
from typing import Any

OPEN_ALL = (("answer",), ("switch",), ("answer",))
"""Answer each question by its first option, then turn all switches on: every part of a page is open."""


@dataclass(frozen=True)
class Address:
    """A page, its query, and what is done on it before it is recorded.

    An action is ``("answer",)``, ``("switch",)``, ``("press", label)``, ``("choose", label, option)``
    or ``("walk", label, times)``, which presses a button again and again and records after each.
    """

    page: str
    query: dict[str, str] = field(default_factory=dict)
    actions: tuple[tuple[Any, ...], ...] = OPEN_ALL

    @property
    def name(self) -> str:
        """What it is called in a record."""
        query = "&".join(f"{key}={value}" for key, value in self.query.items())
        done = "".join(f" > {' '.join(map(str, action))[:60]}" for action in self.actions)
        return f"{self.page}?{query}{' > all open' if self.actions == OPEN_ALL else done}"


def _pages(page: str, *queries: str, actions: tuple[tuple[Any, ...], ...] = OPEN_ALL) -> list[Address]:
    found = []
    for query in queries:
        pairs = dict(part.split("=", 1) for part in query.split("&") if part)
        found.append(Address(page, pairs, actions))
    return found


CASES = {
    "dead": "leaky late early",
    "saturated": "glorot relu",
    "diverged": "rate clip",
    "symmetric": "random",
    "linear": "tanh relu",
    "too_small": "rate adam",
    "overfitting": "data l2 dropout stop",
    "unscaled": "standardize",
    "wrong_loss": "cross_entropy",
    "shuffled": "labels",
}
"""The clinic's cases with their remedies."""

_TENSORS = (("switch",), ("walk", "Next tensor", 45))
_RACE = "seeds=10&epochs=2&depth=1&width=3"
_RUN = (("answer",), ("press", "Skip to the end"))

ADDRESSES: list[Address] = [
    *_pages("home", "", actions=()),
    *_pages("lessons", "", actions=()),
    *_pages(
        "activation_functions",
        "",
        "functions=tanh,elu,gelu,softplus&z=-2.5&together=True",
        "functions=sigmoid&matrix=digits&weight_scale=4&x1=2&x2=-1&w1=0.5&w2=1&b=0.3",
        "functions=relu,leaky_relu:0.2&matrix=typed&typed=-1 2; 3 -4",
        "functions=swish,mish,selu&matrix=circle&z=3.25",
        "functions=cubic&z=1e9",
    ),
    *_pages("activation_race", "", "vary=learning_rate&contestants=0.3,0.01&seeds=15&dataset=xor", actions=()),
    *_pages(
        "activation_race",
        _RACE,
        f"{_RACE}&vary=depth&contestants=1,2",
        f"{_RACE}&dataset=digits&judge=test_accuracy",
        f"{_RACE}&vary=optimizer&dataset=iris&first_seed=40",
        "vary=initializer&activation=tanh&dataset=spiral&noise=10&seeds=12&epochs=3&solved=0.7",
        actions=(*_RUN, ("switch",)),
    ),
    *_pages(
        "backward_pass",
        "",
        "source=digits&hidden=4,3&bend=tanh&samples=3&seed=2&line=3",
        "source=circle&hidden=2&bend=sigmoid&loss=squared_error&nudge=-1.25&parameter=4&rate=1.5&biases=False",
        "source=typed&typed_x=1 2; -1 0.5&typed_y=1 0; 0 1&hidden=3,2&line=5",
        "source=worked&line=2",
        "source=iris&hidden=5&bend=leaky_relu&mistakes=slope,mean,transpose_W&in_layer=2",
        "source=iris&mistakes=skip,order,transpose_X,mask&loss=squared_error",
    ),
    *_pages("clinic", "case=mystery&patient=7", "case=mystery&patient=1", "case=dead&remedy=leaky&seed=3"),
    *_pages("clinic", *(f"case={case}" for case in CASES), actions=(("switch",),)),
    *_pages("clinic", *(f"case={case}&remedy={one}" for case, all_ in CASES.items() for one in all_.split())),
    *_pages(
        "transformer",
        "",
        "tasks_task=sort&tasks_heads=2&tasks_mlp=True&tasks_sample=2",
        "tasks_task=copy&tasks_rate=0.3&tasks_blocks=2&tasks_block=2&tasks_step=60",
        "topic=induction&induction_seeds=5",
        "topic=race",
        "topic=race&race_task=sort&race_length=10&race_seed=3",
        "topic=race&race_task=induction",
        "topic=own",
        "topic=own&own_lines=ab -> ba\nac -> ca\nbc -> cb&own_held=2&own_shown=1&own_blocks=2&own_seed=3&own_input=ab",
    ),
    *_pages(
        "transformer",
        "topic=stream",
        "topic=stream&stream_task=induction&stream_off=1.2&stream_by=mean&stream_step=12&stream_symbol=4",
        "topic=leak",
        "topic=leak&leak_task=reverse&leak_sample=2",
        "topic=names",
        "topic=names&names_width=32&names_prefix=jo&names_top_k=5&names_top_p=0.8&names_temperature=0.5&names_letter=3",
    ),
    *_pages(
        "attention",
        "",
        "hand_causal=True&hand_token=3&hand_tensor=S&hand_asked=2",
        "hand_scaled=False&hand_tensor=O&hand_axis=2&hand_keys=1,1,1,1,1,1,1,1",
        "topic=scaling",
        "topic=scaling&scaling_width=256&scaling_query=3&scaling_seed=2&scaling_trained=16",
        "topic=backward",
        "topic=positions",
        "topic=positions&position_kind=sinusoidal&position_causal=True&position_order=edcba",
        "topic=backward&block_tokens=5&block_heads=2&block_tensor=dX&block_mistakes=scale,mask,norm",
    ),
    *_pages(
        "recurrence",
        "",
        "cell=lstm&units=2&trained=100&bits=110&backwards=True&shown_tensor=c",
        "cell=gru&trained=300&seed=4&shown_step=2&shown_tensor=n",
        "topic=summands",
        "topic=summands&cell=lstm&trained=100&summed_steps=20&summed_loss=last&summed_truncation=5&summed_step=17",
        "topic=gradient",
        "topic=gradient&gradient_cell=lstm&gradient_bias=3&gradient_steps=20",
        "topic=memory&memory_length=8&memory_bias=3&memory_steps=60",
        "topic=memory&memory_length=5&memory_bias=chrono&memory_start=gaussian&memory_steps=40&memory_seed=2",
        "topic=parity&parity_steps=80",
        "topic=parity&parity_cell=elman&parity_steps=80&parity_network=7&parity_state=60&parity_seed=3",
        "topic=echo&echo_steps=40",
        "topic=echo&echo_delay=2&echo_cell=lstm&echo_network=3&echo_units=8&echo_start=gaussian&echo_steps=40&echo_seed=2",
        "topic=names",
        "topic=names&names_cell=elman&names_trained=50&names_prefix=isabella&names_step=5",
        "topic=gates",
        "topic=gates&gates_f=1&gates_i=0&gates_bias=3&gates_trained=100&gates_unit=4",
        "topic=gates&gates_cell=gru&gates_task=parity&gates_u=0.5&gates_steps=12&gates_every=False&gates_from=5",
        "topic=check",
        "topic=check&check_mistakes=time,transpose&cell=gru&check_steps=3&check_loss=last",
        "topic=check&check_mistakes=cut,reset&cell=lstm&units=4&trained=100&check_sequence=5",
        "topic=clipping",
        "topic=clipping&clipping_gain=2&clipping_norm=0.1&clipping_optimizer=adam&clipping_seed=7",
        "topic=live&live_step=5",
        "topic=live&live_task=echo&live_cell=gru&live_units=8&live_length=10&live_bias=chrono&live_step=5",
    ),
    *_pages(
        "convolution",
        "",
        "image=ball&kernel_size=5&kernel=0,0,0,0,0,0,1,1,1,0,0,1,1,1,0,0,1,1,1,0,0,0,0,0,0&kernel_padding=full",
        "image=colours&kernel_padding=valid&kernel_flipped=True&output_row=4",
        "topic=sizes",
        "topic=sizes&size_in=7&size_kernel=2&size_stride=3&size_dilation=2&size_padding=1&size_stack=tiny_vgg",
        "topic=sizes&size_transposed=True&size_in=4&size_padding=same&size_extra=1&size_channels=3&size_filters=8",
        "topic=tied&tied_steps=40",
        "topic=tied&tied_size=6&tied_kernel=2&tied_stride=2&tied_padding=same&tied_colour=gradient&tied_target=by_place&tied_steps=7",
        "topic=backward&backward_mistakes=flip,places",
        "topic=backward&backward_gradient=dX&backward_stride=2&backward_filters=2&backward_activation=tanh&backward_mistakes=crop",
        "topic=pooling",
        "topic=pooling&pooling_kind=average&pooling_window=3&pooling_stride=1&pooling_source=digit&pooling_digit=5",
        "topic=live&live_network=small&live_digit=7&live_right=1",
        "topic=race",
        "topic=race&race_data=signals&race_samples=50&race_shuffled=True&race_seed=3",
        "topic=race&race_data=digits",
        "topic=pooling&pooling_source=typed&pooling_typed=1 2 2;0 2 1;2 0 0&pooling_window=0",
        "topic=receptive_field",
        "topic=receptive_field&field_stack=conv3,conv3d2,conv3d4&field_layer=3&field_row=0&field_weights=equal",
        "topic=receptive_field&field_stack=conv5s2,avg2&field_layer=2&field_padding=False&field_relu=False&field_seed=3",
        "topic=receptive_field&field_stack=conv3,max2&field_layer=1&field_weights=trained",
        "topic=equivariance&shift_down=-2&shift_right=3&shift_kernel=edges&shift_pool=avg&shift_padding=valid",
        "topic=equivariance&shift_ground=True&shift_borders=True",
        "topic=sobel&sobel_target=sharpen&sobel_start=zeros&sobel_rate=2.2",
        "topic=filters&filter_width=8&filter_layer=2&filter=11&filter_seed=3",
    ),
    *_pages(
        "forward_pass",
        "",
        "data=iris&hidden=5,3&activation=tanh&sample=7&step=4&unit=1",
        "data=digits&hidden=6&activation=sigmoid&sample=11&batch=True&all=False&step=3",
        "data=circle&hidden=8,4,2&trained=False&own=0.5,-1.25&step=6",
        "data=pair&cat=3&other=5&hidden=&threshold=70&sample=4",
        "data=iris&own=5.1,3.5,1.4,0.2&activation=leaky_relu",
    ),
    *_pages(
        "gradient_descent",
        "",
        "bowl=iris&walkers=sgd:0.05,momentum:0.05,adam:0.3&x=1.5&y=-2&step=25&batch=1&data=xor",
        "bowl=raw&walkers=adagrad:0.6,rmsprop:0.1&step=40&data=iris&slice=weights&first=3&second=10&at=60",
        "curvature1=3&curvature2=30&tilt=35&walkers=nesterov:0.02&step=15&w1=2&w2=-0.5&decay_rate=2.5&decay_batch=10",
        "data=digits&at=5&run=runs away&watch=train&target=0.1&patience=5",
        "run=creeps&improvement=0.01&budget=120",
        "run=steady&patience=60&budget=300&batch=100",
    ),
    *_pages(
        "initialization_and_dropout",
        "",
        "activation=tanh&depth=3&rate=0.75&draw=40&wrong=0.1&index=9",
        "data=circle&depth=10&width=16&seed=4&mode=eval",
        "data=random&activation=sigmoid&rate=0.2&draw=7&learning_rate=0.5",
    ),
    *_pages(
        "initialization_and_dropout",
        "depth=3&width=12&steps=30&seed=5",
        actions=(("press", "networks"), *OPEN_ALL),
    ),
    *_pages(
        "loss",
        "",
        "family=binary&target=0&z=3.5&source=iris&trained=20&sample=4",
        "family=classes&measure=squared_error&trained=0&sample=9&z=-6",
        "family=number&z=5&source=digits",
        "data=iris&w=-1.5&b=0.5&rate=0.6&epoch=40",
        "data=published&w=0.6&b=0.9&epoch=250&rate=1.5",
    ),
    *_pages(
        "matrices",
        "",
        "source=iris&n=6&d=4&p=4&row=2&column=3",
        "n=2&d=3&p=2&X=1,2,3,4.5,5,6&W=1,0,0,1,-1,0.25&b=0.5,-1&row=1&shown=2",
        "left=1 2; 3 4&right=5 6; 7 8&image=5&image_row=0&image_column=7",
        "left=1 2 3&right=1; 2; 3&image=1",
        "left=1 2 3; 4 5 6&right=1 2; 3 4",
    ),
    *_pages(
        "softmax",
        "",
        "z=3,-1,0&target=2&heat=20&shift=5",
        "source=digits&sample=3&heat=-10",
        "source=iris&sample=11&target=1&overflow=100",
        "names=ant,bee&z=0.125,-7.5&shift=-20&overflow=800",
        "names=a,b,c,d,e,f,g,h,i,j&target=9&heat=-20",
    ),
    *_pages(
        "learned_features",
        "",
        "plane_width=3&plane_depth=2&seed=4&network=3",
        "topic=digits&depth=2&units=16&sample=12",
        "topic=units&layer=2&unit=5&activation=tanh",
        "topic=seeds&samples=20&shuffled=True",
        "topic=information&bins=range&bin_count=12",
        "topic=grokking&modulus=23&decay=0.5&addition_unit=9",
    ),
    *_pages(
        "linear_collapse",
        "",
        "hidden=3,1&slope=0.25&row=2&column=1&entries_shown=5",
        "hidden=6,6,6,6,6&slope=0&seed=3",
        "modes=own&strengths=3,1&mode_layers=3&start=random&mode_learning_rate=0.05&race_depth=2&race_width=8",
    ),
    *_pages(
        "where_networks_learn",
        "",
        "point=activation:relu,learning_rate:0.3,depth:6,weight_scale:1.41&measure=train_loss",
        "rows=learning_rate&columns=depth&measure=first_gradient&point=activation:sigmoid,weight_scale:8",
        "source=own&own_depths=1,2&own_scales=0.5,1&own_seeds=1&own_epochs=2&measure=solved_epoch",
    ),
    *_pages(
        "width_and_depth",
        "",
        "function=drawn&kind=step&units=16&start=built&noise=0.2",
        "function=sawtooth&folds=3&kind=sigmoid&units=5&zigzag=5&surface=hill&towers=9",
        "task=spirals&budget=250&widths=5,4,3&trained=True&layer=2&region=9&bend=silu&inputs=8&scale=0.3",
        "task=saw-4&depth_start=built&noise=0.02&bend=square&inputs=4&surface=product",
    ),
    *_pages(
        "vanishing_gradients",
        "",
        "activation=relu&initializer=he_normal&depth=30&width=20",
        "depth=50&scale=0.000001&activation=tanh",
        "data=circle&depth=4&width=8&bias=0.5&initializer=orthogonal&seed=3",
        "activation=selu&initializer=lecun_normal&depth=20&data=random&optimizer=adam&learning_rate=0.003&clip_norm=1",
        "data=pixels&activation=elu(alpha=2)&depth=2&width=1",
    ),
    *_pages(
        "vanishing_gradients",
        "depth=8&width=16&steps=40&seed=77",
        actions=(("press", "Train|Measure"), *OPEN_ALL),
    ),
    *_pages(
        "playground",
        "",
        "dataset=xor&step=50",
        "dataset=reg-sine&frequency=2&step=50",
        "dataset=border-drawn&heights=0,1,-1,0.5&noise=5&step=50",
        "dataset=spiral&hidden=8:relu,4:elu(alpha=2)&features=x,y,sin_x,xy&noise=10&step=75&optimizer=adam"
        "&learning_rate=0.01",
        "dataset=reg-gauss&hidden=6:gelu:0.1&step=40&penalty=l2&penalty_rate=0.01",
        "dataset=wine&view=components&step=30&schedule=step",
        "dataset=iris&view=features:0,3&hidden=8:prelu&step=33",
        "dataset=digits&step=60&batch_size=64&clip_norm=0.5",
        "dataset=digits&view=features:20,43&step=10",
        "dataset=digits&image_layers=conv(4),pool,conv(6;stride=2):tanh,pool(all)&hidden=&step=20",
        "dataset=bars&image_layers=conv(4;kernel=5;padding=valid)&hidden=6:relu&samples=200&step=10",
        "dataset=gauss&learning_rate=fast&batch_size=0&head=tanh&loss=huber(delta=0.5)&step=12",
        actions=(("switch",),),
    ),
    *_pages("playground", "dataset=circle&step=30", actions=_TENSORS),
    *_pages("playground", "dataset=digits&image_layers=conv(3),pool&hidden=&step=10", actions=_TENSORS),
    *_pages(
        "playground",
        "dataset=iris&hidden=3:relu:0.2&optimizer=adam&step=25&penalty=l1&clip_norm=1&learning_rate=0.01",
        actions=_TENSORS,
    ),
    *_pages("playground", "dataset=reg-plane&hidden=2:prelu&optimizer=momentum&step=15", actions=_TENSORS),
    *_pages(
        "playground",
        "dataset=xor&step=100",
        "dataset=digits&step=60",
        "dataset=reg-plane&step=20",
        "learning_rate=10&step=600",
        actions=(("choose", "Below the stage", "Results"), ("switch",)),
    ),
    *_pages(
        "playground",
        "dataset=xor&step=25&hidden=3",
        "dataset=iris&step=10&optimizer=rmsprop",
        actions=(("choose", "Below the stage", "Export"),),
    ),
    *_pages(
        "playground",
        "seed=3",
        actions=(
            ("choose", "Below the stage", "Own data"),
            ("choose", "Your own data", "text"),
            ("press", "Paste an example"),
            ("press", "Train on these data"),
            ("choose", "Below the stage", "Tensors"),
        ),
    ),
    *_pages(
        "playground",
        "dataset=circle&step=5",
        actions=(("choose", "Below the stage", "Own data"), ("choose", "Your own data", "points")),
    ),
]
"""Every page with its own address and others that open each of its parts; the presets come on top."""

PLAYGROUND = (
    "https://playground.tensorflow.org/#activation=relu&regularization=L2&batchSize=12&dataset=spiral&regDataset="
    "reg-plane&learningRate=0.01&regularizationRate=0.001&noise=15&networkShape=8,6&seed=0.31415&showTestData=false"
    "&discretize=true&percTrainData=70&x=true&y=true&xTimesY=true&xSquared=false&ySquared=false&cosX=false&sinX=true"
    "&cosY=false&sinY=false&collectStats=false&problem=classification&initZero=false&hideText=false"
    "&playButton_hide=true",
    "https://playground.tensorflow.org/",
    "playground.tensorflow.org",
    "#noise=0",
    *(
        f"#{setup}"
        for setup in (
            "problem=classification",
            "activation=linear",
            "activation=sigmoid&networkShape=3",
            "networkShape=",
            "networkShape=8,8,8,8,8,8",
            "dataset=gauss",
            "dataset=xor&noise=50",
            "regularization=L1&regularizationRate=0.3",
            "regularization=none",
            "initZero=true",
            "learningRate=10",
            "batchSize=30",
            "percTrainData=90",
            "x=false",
            "cosX=true&x=false&y=false",
            "problem=regression",
            "problem=regression&regDataset=reg-gauss&dataset=spiral",
            "activation=relu&networkShape=4%2C2",
            "activation=gelu&seed=0.00002",
            "noise=80&percTrainData=100&dataset=moons",
            "dataset=xor&noise=80&seed=0.5",
            "activation=relu&dataset=gauss&networkShape=3&seed=0.5&noise=10",
            "dataset=spiral&networkShape=8,8&seed=0.1",
        )
    ),
)
"""Addresses of TensorFlow Playground, those of the tests among them."""
