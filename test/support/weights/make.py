"""Writes networks as other programs do, with inputs and the outputs that these programs give.

    python3 make.py        (Debian: python3-torch 1.13, python3-onnx 1.12)

torch-half.onnx    27-81-2, tanh(x/2): Gemm, Div, Tanh, as torch.onnx.export writes two-dimensional batches
torch-plain.onnx   27-81-2, tanh(x): MatMul, Add, Tanh, as it writes batches of more dimensions
helper.onnx        27-40-2, tanh(x/2): graph by onnx.helper with Transpose, MatMul, Add, Mul and Identity; numbers in float_data
"""
import json
import os

import numpy
import onnx
import torch
from onnx import TensorProto, helper

here = os.path.dirname(os.path.abspath(__file__))
path = lambda name: os.path.join(here, name)


class Network(torch.nn.Module):
    def __init__(self, scale):
        super().__init__()
        self.hidden = torch.nn.Linear(27, 81)
        self.output = torch.nn.Linear(81, 2)
        self.scale = scale
        with torch.no_grad():
            for parameter in self.parameters():
                parameter.mul_(3)

    def activation(self, sums):
        return torch.tanh(sums if self.scale == 1 else sums / 2)

    def forward(self, inputs):
        return self.activation(self.output(self.activation(self.hidden(inputs))))


def printed(values):
    return [[float('%.9g' % value) for value in row] for row in numpy.asarray(values, dtype=numpy.float32)]


def with_torch(name, seed, scale, dimensions):
    torch.manual_seed(seed)
    network = Network(scale).eval()
    inputs = 2 * torch.rand(8, 27) - 1
    shape = [1] * (dimensions - 1) + [27]
    torch.onnx.export(network, torch.zeros(shape), path(name), input_names=['inputs'], output_names=['outputs'], dynamic_axes={'inputs': {0: 'tracks'}})
    return {'inputs': printed(inputs), 'outputs': printed(network(inputs).detach())}


def with_helper(name, seed):
    draw = numpy.random.RandomState(seed)
    uniform = lambda *shape: draw.uniform(-1, 1, shape).astype(numpy.float32)
    weights1, bias1, weights2, bias2 = uniform(40, 27), uniform(40), uniform(40, 2), uniform(2)
    inputs = uniform(8, 27)
    tensor = lambda tensor_name, values: helper.make_tensor(tensor_name, TensorProto.FLOAT, values.shape, values.flatten().tolist())
    graph = helper.make_graph(
        [
            helper.make_node('Identity', ['tracks'], ['same'], name='same'),
            helper.make_node('Transpose', ['weights1'], ['weights1T'], name='turn', perm=[1, 0]),
            helper.make_node('MatMul', ['same', 'weights1T'], ['products1'], name='products1'),
            helper.make_node('Add', ['products1', 'bias1'], ['sums1'], name='sums1'),
            helper.make_node('Mul', ['half', 'sums1'], ['halves1'], name='halves1'),
            helper.make_node('Tanh', ['halves1'], ['nodes'], name='nodes'),
            helper.make_node('Gemm', ['nodes', 'weights2', 'bias2'], ['halves2'], name='sums2', alpha=0.5, beta=0.5),
            helper.make_node('Tanh', ['halves2'], ['outputs'], name='outputs'),
        ],
        'z trigger',
        [helper.make_tensor_value_info('tracks', TensorProto.FLOAT, [None, 27])],
        [helper.make_tensor_value_info('outputs', TensorProto.FLOAT, [None, 2])],
        [tensor('weights1', weights1), tensor('bias1', bias1), tensor('weights2', weights2), tensor('bias2', bias2), tensor('half', numpy.float32([0.5]))],
    )
    model = helper.make_model(graph, producer_name='onnx.helper', opset_imports=[helper.make_opsetid('', 13)])
    onnx.checker.check_model(model)
    onnx.save(model, path(name))
    nodes = numpy.tanh((inputs @ weights1.T + bias1) / 2)
    return {'inputs': printed(inputs), 'outputs': printed(numpy.tanh((nodes @ weights2 + bias2) / 2))}


cases = {
    'torch-half.onnx': with_torch('torch-half.onnx', 11, 2, 2),
    'torch-plain.onnx': with_torch('torch-plain.onnx', 12, 1, 3),
    'helper.onnx': with_helper('helper.onnx', 13),
}
with open(path('outputs.json'), 'w') as file:
    file.write('{\n' + ',\n'.join(json.dumps(name) + ': ' + json.dumps(case) for name, case in cases.items()) + '\n}\n')
