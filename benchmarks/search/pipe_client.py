"""Drives `vernier pipe`: one process is one study."""
import json
import os
import subprocess
import tempfile


class Pipe:
    """`objectives` is one direction, or a list of {"name", "direction"}; `options` are further ones of the pipe."""

    def __init__(self, program, parameters, sampler, seed, objectives="minimize", constraints=(), storage="memory://", options=()):
        space = {"parameters": parameters}
        if isinstance(objectives, str):
            space["objective"] = {"direction": objectives}
        else:
            space["objectives"] = objectives
        if constraints:
            space["constraints"] = list(constraints)
        handle, self.path = tempfile.mkstemp(suffix=".json")
        with os.fdopen(handle, "w") as file:
            json.dump(space, file)
        self.process = subprocess.Popen(
            [program, "pipe", "--space", self.path, "--storage", storage, "--seed", str(seed), "--sampler", sampler,
             "--pruner", "none", *options],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1)

    def call(self, **request):
        self.process.stdin.write(json.dumps(request) + "\n")
        self.process.stdin.flush()
        answer = json.loads(self.process.stdout.readline())
        if "error" in answer:
            raise RuntimeError(answer["error"])
        return answer

    def ask(self):
        answer = self.call(op="ask")
        return answer["trial"], answer["params"]

    def tell(self, trial, value):
        self.call(op="tell", trial=trial, **({"values": list(value)} if hasattr(value, "__len__") else {"value": value}))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        self.process.wait()
        os.unlink(self.path)
