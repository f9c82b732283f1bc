"""The PyTorch arm of the comparison: the same networks, batch and update rule. Answers one JSON line per request line.

Request: {"task": "WRN-28-2", "mode": "train" | "infer", "steps": 3}; answer: {"milliseconds": [...]}.
"""
import json, os, sys, time
import torch
import torch.nn as nn
import torch.nn.functional as F

threads, precision, compiled = int(sys.argv[1]), sys.argv[2], sys.argv[3] == "compiled"
torch.set_num_threads(threads)
torch.manual_seed(0)
clock = time.process_time if os.environ.get("CLOCK") == "processor" else time.perf_counter


class Norm(nn.Module):
    def __init__(self, channels, eps, momentum, slope):
        super().__init__()
        self.norm = nn.BatchNorm2d(channels, eps=eps, momentum=momentum)
        self.slope = slope

    def forward(self, x):
        y = self.norm(x)
        return F.relu(y, inplace=True) if self.slope == 0 else F.leaky_relu(y, self.slope, inplace=True)


class Block(nn.Module):
    def __init__(self, i, o, stride):
        super().__init__()
        self.n1 = Norm(i, 1e-3, 0.01, 0.1)
        self.c1 = nn.Conv2d(i, o, 3, stride, 1, bias=False)
        self.n2 = Norm(o, 1e-3, 0.01, 0.1)
        self.c2 = nn.Conv2d(o, o, 3, 1, 1, bias=False)
        self.short = None if i == o and stride == 1 else nn.Conv2d(i, o, 1, stride, 0, bias=False)

    def forward(self, x):
        a = self.n1(x)
        return (x if self.short is None else self.short(a)) + self.c2(self.n2(self.c1(a)))


class WideResNet(nn.Module):
    def __init__(self):
        super().__init__()
        widths = [16, 32, 64, 128]
        layers = [nn.Conv2d(3, 16, 3, 1, 1, bias=False)]
        for g in range(1, 4):
            for b in range(4):
                layers.append(Block(widths[g - 1] if b == 0 else widths[g], widths[g], 2 if b == 0 and g > 1 else 1))
        layers.append(Norm(128, 1e-3, 0.01, 0.1))
        self.body = nn.Sequential(*layers)
        self.head = nn.Linear(128, 10)

    def forward(self, x):
        return self.head(self.body(x).mean((2, 3)))


class SmallConv(nn.Module):
    def __init__(self):
        super().__init__()
        self.convs = nn.ModuleList(nn.Conv2d(i, o, 3, 1, 1, bias=False) for i, o in [(1, 32), (32, 64), (64, 128)])
        self.norms = nn.ModuleList(Norm(c, 1e-5, 0.1, 0) for c in [32, 64, 128])
        self.head = nn.Linear(128, 10)

    def forward(self, x):
        for i, (conv, norm) in enumerate(zip(self.convs, self.norms)):
            x = norm(conv(x))
            if i < 2:
                x = F.max_pool2d(x, 2)
        return self.head(x.mean((2, 3)))


class Mlp(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = nn.ModuleList(nn.Linear(16, 16) for _ in range(9))
        self.head = nn.Linear(16, 10)

    def forward(self, x):
        x = x.reshape(x.shape[0], 16)
        for layer in self.layers:
            x = F.relu(layer(x))
        return self.head(x)


BUILD = {"WRN-28-2": (WideResNet, 64, (3, 32, 32)), "smallConv": (SmallConv, 128, (1, 28, 28)), "mlp": (Mlp, 8, (16, 1, 1))}


def prepare(name):
    build, batch, shape = BUILD[name]
    model = build().to(memory_format=torch.channels_last)
    decayed = [p for p in model.parameters() if p.dim() > 1]
    plain = [p for p in model.parameters() if p.dim() <= 1]
    optimizer = torch.optim.SGD(
        [{"params": decayed, "weight_decay": 5e-4}, {"params": plain}], lr=0.03, momentum=0.9, nesterov=True
    )
    images = torch.randn(batch, *shape).contiguous(memory_format=torch.channels_last)
    labels = torch.arange(batch) % 10
    run = torch.compile(model) if compiled else model
    cast = lambda: torch.autocast("cpu", dtype=torch.bfloat16, enabled=precision == "bfloat16")

    def train():
        model.train()
        optimizer.zero_grad(set_to_none=True)
        with cast():
            logits = run(images)
        loss = F.cross_entropy(logits.float(), labels)
        loss.backward()
        optimizer.step()
        return loss.item()

    def infer():
        model.eval()
        with torch.inference_mode(), cast():
            return run(images)[0, 0].item()

    return {"train": train, "infer": infer}


ready = {}
for line in sys.stdin:
    request = json.loads(line)
    try:
        key = request["task"]
        if key not in ready:
            ready[key] = prepare(key)
        step = ready[key][request["mode"]]
        took = []
        for _ in range(request["steps"]):
            start = clock()
            step()
            took.append((clock() - start) * 1000)
        print(json.dumps({"milliseconds": took}), flush=True)
    except Exception as error:  # An arm that cannot run reports why and keeps answering.
        print(json.dumps({"error": str(error).splitlines()[0][:300] if str(error) else repr(error)}), flush=True)
