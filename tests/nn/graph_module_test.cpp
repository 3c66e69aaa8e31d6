// SPDX-License-Identifier: BSD-3-Clause
// Graphs (nn.gModule) without Lua: each goes through the Lua class and through nn::Module, fresh
// and as saved after use, and must agree bit for bit.
#include <malloc.h>

#include <catch2/catch.hpp>

#include "bindings/c/runtime.h"
#include "core/base/error.h"
#include "tests/support/networks.h"
#include "tests/support/tensors.h"

using namespace tocha;
using testing::Argument;
using testing::flat;
using testing::make;
using testing::run_with_flat;
using testing::same_bits;

namespace {

constexpr const char* kGraphs = R"(
  require 'nngraph'
  local graphs = {}

  function graphs.two_branches()
    local x, y = nn.Identity()(), nn.Identity()()
    local h = nn.Tanh()(nn.Linear(3, 4)(x))
    local all = nn.JoinTable(2)({h, nn.Linear(2, 4)(y), h - nn.Linear(4, 2) - nn.Sigmoid()})
    return nn.gModule({x, y}, {nn.LogSoftMax()(nn.Linear(10, 3)(all)), h}),
           {torch.randn(5, 3), torch.randn(5, 2)}
  end

  -- One step of an LSTM: {x, {c, h}} to {c, h}.
  function graphs.lstm()
    local x, state = nn.Identity()(), nn.Identity()()
    local c, h = state:split(2)
    local gates = nn.Reshape(4, 3)(nn.CAddTable()({nn.Linear(2, 12)(x), nn.Linear(3, 12)(h)}))
    local a, b, o, u = nn.SplitTable(2)(gates):split(4)
    local new = nn.CAddTable()({nn.CMulTable()({nn.Sigmoid()(b), c}),
                                nn.CMulTable()({nn.Sigmoid()(a), nn.Tanh()(u)})})
    local out = nn.CMulTable()({nn.Sigmoid()(o), nn.Tanh()(new)})
    return nn.gModule({x, state}, {nngraph.nest {new, out}, out}),
           {torch.randn(4, 2), {torch.randn(4, 3), torch.randn(4, 3)}}
  end

  function graphs.sums()
    local x = nn.Identity()()
    local a, b, c = nn.Tanh()(x), nn.Linear(6, 6)(x), nn.Sigmoid()(x)
    return nn.gModule({x}, {nn.CAddTable()({a, b, c, x})}), torch.randn(2, 6)
  end

  function graphs.nested_sums()
    local x = nn.Identity()()
    return nn.gModule({x}, {nn.Identity()(x), nn.Identity()(x), nn.SelectTable(2)(x)}),
           {torch.randn(2), {torch.randn(3), torch.randn(4)}}
  end

  function graphs.split_of_one()
    local x = nn.Identity()()
    return nn.gModule({x}, {nngraph.nest {nn.Tanh()((x:split(1)))}}), {torch.randn(3)}
  end

  function graphs.loss()
    local x, t = nn.Identity()(), nn.Identity()()
    local h = nn.Linear(3, 2)(x)
    local both = nn.ParallelCriterion():add(nn.MSECriterion()):add(nn.AbsCriterion(), 0.5)
    return nn.gModule({x, t}, {nn.MulConstant(0.3)(nn.MSECriterion()({h, t})),
                               nn.ModuleFromCriterion(both)({nngraph.nest {h, t}, nngraph.nest {t, h}})}),
           {torch.randn(4, 3), torch.randn(4, 2)}
  end

  function graphs.in_containers()
    local net, input = graphs.two_branches()
    local x = nn.Identity()()
    local a, b = net(x):split(2)
    local outer = nn.gModule({x}, {nn.JoinTable(2)({b, a})})
    return nn.Sequential():add(nn.Identity()):add(outer):add(nn.Tanh()), input
  end

  function graphs.mapped()
    local x = nn.Identity()()
    local net = nn.gModule({x}, {nn.CAddTable()({nn.Linear(3, 3)(x), x})})
    return nn.MapTable(net), {torch.randn(2, 3), torch.randn(2, 3)}
  end

  function graphs.indices()
    local words, x = nn.Identity()(), nn.Identity()()
    local lookup = nn.LookupTable(6, 3)
    lookup.gradInput = nil
    return nn.gModule({words, x}, {nn.CMulTable()({lookup(words), nn.Tanh()(x)})}),
           {torch.LongTensor {1, 6, 2, 1}, torch.randn(4, 3)}
  end

  function graphs.without_gradient()
    local words = nn.Identity()()
    local lookup = nn.LookupTable(6, 3)
    lookup.gradInput = nil
    return nn.gModule({words}, {nn.Tanh()(lookup(words))}), torch.LongTensor {1, 6, 2, 1}
  end

  function graphs.one_module_in_three_nodes()
    local a, b, c = nn.Identity()(), nn.Identity()(), nn.Identity()()
    local pass = nn.Identity()
    local x, y, z = pass(a), pass(b), pass(c)
    return nn.gModule({a, b, c}, {nn.CSubTable()({x, y}), nn.CMulTable()({y, z})}),
           {torch.randn(3), torch.randn(3), torch.randn(3)}
  end

  -- Old versions wrote no list of modules.
  function graphs.old_file()
    local net, input = graphs.two_branches()
    net.modules = nil
    return net, input
  end

  local names = {}
  for name in pairs(graphs) do names[#names + 1] = name end
  table.sort(names)

  local function random_like(value)
    if torch.isTensor(value) then return value:clone():uniform(-1, 1) end
    local list = {}
    for i, one in ipairs(value) do list[i] = random_like(one) end
    return list
  end

  -- Writes a graph, after `runs` runs, with an input and a gradOutput. Returns its name, the file and
  -- what one more run gives.
  function graph_case(i, runs)
    torch.manualSeed(i)
    local net, input = graphs[names[i]]()
    local gradOutput = random_like(net:forward(input))
    for _ = 1, runs do
      net:forward(input)
      net:backward(input, gradOutput)
    end
    local file = os.tmpname()
    torch.save(file, {module = net, input = input, gradOutput = gradOutput})
    net = torch.load(file).module
    local list = flat(net:forward(input), {})
    net:zeroGradParameters()
    flat(net:backward(input, gradOutput), list)
    local _, gradients = net:parameters()
    return names[i], file, unpack(flat(gradients, list))
  end

  function graph_count() return #names end

  function save(net)
    local file = os.tmpname()
    torch.save(file, net)
    return file
  end

  function chain(length)
    local x = nn.Identity()()
    local h = x
    for _ = 1, length do h = nn.CAddTable()({nn.Tanh()(h), h}) end
    local net = nn.gModule({x}, {h})
    return save(net), net:forward(torch.ones(2))
  end

  function failing(layer)
    local x, state = nn.Identity()(), nn.Identity()()
    local a, b = state:split(2)
    local inner = nn.Sequential():add(nn.Tanh()):add(nn.Linear(3, 2))(x)
    if layer then
      torch.class('nn.OfAUserInGraph', 'nn.Module')
      inner = nn.OfAUserInGraph()(inner)
    end
    return save(nn.gModule({x, state}, {nn.CAddTable()({inner, a, b})}))
  end
)";

using Results = std::vector<Value>;

std::string text(const Value& value) { return std::get<std::string>(value); }

Results call(Runtime& runtime, const char* name, std::initializer_list<Value> arguments) {
  return runtime.call(name, arguments);
}

}  // namespace

TEST_CASE("every graph gives the same bits through Lua and through C++") {
  Runtime runtime;
  run_with_flat(runtime, kGraphs);
  const int count = int(std::get<double>(call(runtime, "graph_count", {})[0]));
  REQUIRE(count == 12);
  for (int i = 0; i < 2 * count; ++i) {
    const int graph = 1 + i / 2, runs = i % 2 * 2;
    const Results expected =
        call(runtime, "graph_case", {Value(double(graph)), Value(double(runs))});
    INFO(text(expected[0]));
    const t7::Document document = t7::load(text(expected[1]));
    std::remove(text(expected[1]).c_str());
    const t7::Table& one = document.root().table();
    const nn::Module net = nn::load(one["module"].object());
    for (int step = 0; step < 3; ++step) {
      // The arguments are gone after each step: the network may keep nothing of theirs.
      const Argument input(one["input"]), grad_output(one["gradOutput"]);
      std::vector<Tensor> got;
      flat(net.forward(input.value), got);
      net.zero_gradients();
      flat(net.backward(input.value, grad_output.value), got);
      for (const Tensor& gradient : net.gradients()) got.push_back(gradient);
      REQUIRE(got.size() + 2 == expected.size());
      for (size_t k = 0; k < got.size(); ++k) {
        CHECK(same_bits(got[k], std::get<Tensor>(expected[k + 2])));
      }
    }
    net.to(DType::Float);
    net.to(DType::Double);
  }
}

TEST_CASE("a graph's gradients in separate calls") {
  Runtime runtime;
  run_with_flat(runtime, kGraphs);
  const Results saved = call(runtime, "graph_case", {Value(1.0), Value(0.0)});
  const t7::Document document = t7::load(text(saved[1]));
  std::remove(text(saved[1]).c_str());
  const t7::Table& one = document.root().table();
  const nn::Module net = nn::load(one["module"].object());
  const Argument input(one["input"]), grad_output(one["gradOutput"]);
  net.forward(input.value);
  net.zero_gradients();
  std::vector<Tensor> whole, parts;
  flat(net.backward(input.value, grad_output.value), whole);
  for (const Tensor& gradient : net.gradients()) whole.push_back(clone(gradient));
  net.zero_gradients();
  flat(net.fields().backward(input.value, grad_output.value), parts);
  net.fields().accumulate(input.value, grad_output.value, 1);
  for (const Tensor& gradient : net.gradients()) parts.push_back(gradient);
  REQUIRE(whole.size() == parts.size());
  for (size_t i = 0; i < whole.size(); ++i) CHECK(same_bits(whole[i], parts[i]));
}

TEST_CASE("steps in C++ leave no memory behind") {
  Runtime runtime;
  run_with_flat(runtime, kGraphs);
  const int count = int(std::get<double>(call(runtime, "graph_count", {})[0]));
  for (int i = 1; i <= count; ++i) {
    const Results saved = call(runtime, "graph_case", {Value(double(i)), Value(0.0)});
    INFO(text(saved[0]));
    const t7::Document document = t7::load(text(saved[1]));
    std::remove(text(saved[1]).c_str());
    const t7::Table& one = document.root().table();
    const nn::Module net = nn::load(one["module"].object());
    const Argument input(one["input"]), grad_output(one["gradOutput"]);
    auto steps = [&](int number) {
      for (int step = 0; step < number; ++step) {
        net.forward(input.value);
        net.backward(input.value, grad_output.value);
      }
      return mallinfo2().uordblks;
    };
    const size_t before = steps(20);
    CHECK(steps(200) < before + 20000);  // a table a step were ten times as much
  }
}

TEST_CASE("graphs that are thousands of nodes deep") {
  Runtime runtime;
  run_with_flat(runtime, kGraphs);
  const Results saved = call(runtime, "chain", {Value(2000.0)});
  const nn::Module net = nn::load(text(saved[0]));
  std::remove(text(saved[0]).c_str());
  const Tensor ones = make(DType::Double, {2}, {1, 1});
  CHECK(same_bits(net.forward(ones).tensor(), std::get<Tensor>(saved[1])));
  CHECK(net.backward(ones, ones).tensor().size(0) == 2);
}

TEST_CASE("errors in graphs name the path") {
  Runtime runtime;
  run_with_flat(runtime, kGraphs);
  const std::string name = text(call(runtime, "failing", {Value(false)})[0]);
  const nn::Module net = nn::load(name);
  std::remove(name.c_str());
  const Tensor three = make(DType::Double, {3}, {1, 2, 3}), two = make(DType::Double, {2}, {1, 2});
  CHECK_THROWS_WITH(net.backward(two, two), "nn.gModule: backward before forward");
  CHECK_THROWS_WITH(net.forward(three),
                    "nn.gModule: a table of 2 inputs expected, got DoubleTensor 3");
  CHECK_THROWS_WITH(net.forward(nn::List{three}), "nn.gModule: got 1 inputs, expected 2");
  CHECK_THROWS_WITH(
      net.forward(nn::List{three, two}),
      Catch::StartsWith("nn.gModule: split(2) cannot split DoubleTensor 2, the output "
                        "of the node declared at ["));
  nn::List state{two, two};
  CHECK_THROWS_WITH(net.forward(nn::List{two}.add(state)),
                    "nn.gModule[2].nn.Sequential[2].nn.Linear: size mismatch: input has 2 "
                    "features, expected 3 (input 2)");
  CHECK(net.forward(nn::List{three}.add(state)).tensor().size(0) == 2);
  CHECK_THROWS_WITH(net.backward(three, three), Catch::StartsWith("nn.gModule["));

  const std::string other = text(call(runtime, "failing", {Value(true)})[0]);
  CHECK_THROWS_WITH(nn::load(other),
                    "nn::load: " + other +
                        ": nn.gModule[3].nn.OfAUserInGraph: this class exists only "
                        "in Lua; the engine cannot run it");
  std::remove(other.c_str());
}
