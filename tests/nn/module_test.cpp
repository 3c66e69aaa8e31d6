// SPDX-License-Identifier: BSD-3-Clause
// Networks without Lua: every layer and criterion recorded from Torch7 goes through the Lua classes
// and through nn::Module, which must agree bit for bit; then the handles, files and errors.
#include "core/nn/module.h"

#include <catch2/catch.hpp>

#include "bindings/c/runtime.h"
#include "core/io/t7.h"
#include "core/ops/copy.h"
#include "tests/support/networks.h"
#include "tests/support/tensors.h"

using namespace tocha;
using testing::Argument;
using testing::flat;
using testing::make;
using testing::run_with_flat;
using testing::same_bits;

namespace {

const std::string kGolden = TOCHA_GOLDEN_DIR;

// The Lua side: runs case `i` and returns all tensors that come out, in a fixed order.
constexpr const char* kScript = R"(
  require 'nn'
  local cases
  function open(name)
    cases = torch.load(name)
    return #cases
  end
  function layer(i)
    local case = cases[i]
    torch.manualSeed(7)
    local list = flat(case.module:forward(case.input), {})
    case.module:zeroGradParameters()
    flat(case.module:backward(case.input, case.gradOutput), list)
    local _, gradients = case.module:parameters()
    return unpack(flat(gradients, list))
  end
  function criterion(i)
    local case = cases[i]
    local loss = case.criterion:forward(case.input, case.target)
    return torch.DoubleTensor {loss}, unpack(flat(case.criterion:backward(case.input, case.target), {}))
  end
)";

const Tensor& tensor(const Value& value) { return std::get<Tensor>(value); }

// For each case of a recorded file: run(case, results) runs it here and appends its tensors to
// `results`, which must be those of the script's `function`.
template <class Run>
void compare_recorded(const char* file, const char* function, Run&& run) {
  Runtime runtime;
  run_with_flat(runtime, kScript);
  const std::string name = kGolden + file;
  runtime.call("open", {Value(name)});
  const t7::Document document = t7::load(name);
  const std::vector<t7::Value> cases = document.root().list();
  REQUIRE(!cases.empty());
  for (size_t i = 0; i < cases.size(); ++i) {
    const t7::Table& one = cases[i].table();
    INFO(one["expr"].string());
    const std::vector<Value> expected = runtime.call(function, {Value(double(i + 1))});
    REQUIRE(!expected.empty());
    std::vector<Tensor> got;
    run(one, got);
    REQUIRE(got.size() == expected.size());
    for (size_t k = 0; k < got.size(); ++k) CHECK(same_bits(got[k], tensor(expected[k])));
  }
}

}  // namespace

TEST_CASE("every recorded layer gives the same bits through Lua and through C++") {
  compare_recorded("/layers.t7", "layer", [](const t7::Table& one, std::vector<Tensor>& results) {
    nn::Module module = nn::load(one["module"].object());
    module.seed(7);
    const Argument input(one["input"]), grad_output(one["gradOutput"]);
    flat(module.forward(input.value), results);
    module.zero_gradients();
    flat(module.backward(input.value, grad_output.value), results);
    for (const Tensor& gradient : module.gradients()) results.push_back(gradient);
  });
}

TEST_CASE("every recorded criterion gives the same bits through Lua and through C++") {
  compare_recorded("/criterions.t7", "criterion",
                   [](const t7::Table& one, std::vector<Tensor>& results) {
                     nn::Module criterion = nn::load(one["criterion"].object());
                     const Argument input(one["input"]), target(one["target"]);
                     const double loss = criterion.loss(input.value, target.value);
                     results.push_back(make(DType::Double, {1}, {loss}));
                     flat(criterion.gradient(input.value, target.value), results);
                   });
}

namespace {

// net = Sequential(Linear(3, 2), ConcatTable(Linear(2, 2), Dropout)), saved by a script.
std::string saved_model(Runtime& runtime) {
  runtime.run_string(R"(
    require 'nn'
    function save(layer)
      torch.manualSeed(3)
      local net = nn.Sequential():add(nn.Linear(3, 2))
        :add(nn.ConcatTable():add(nn.Linear(2, 2)):add(nn.Dropout()))
      if layer then
        torch.class('nn.OfAUser', 'nn.Module')
        net:get(2):add(nn.OfAUser())
      end
      local name = os.tmpname()
      torch.save(name, net)
      return name
    end)");
  return std::get<std::string>(runtime.call("save", std::initializer_list<Value>{})[0]);
}

}  // namespace

TEST_CASE("a loaded network: children, modes, parameters, a step of training") {
  Runtime runtime;
  const std::string name = saved_model(runtime);
  nn::Module net = nn::load(name);
  std::remove(name.c_str());
  CHECK(net.class_name() == "nn.Sequential");
  REQUIRE(net.size() == 2);
  CHECK(net[1][1].class_name() == "nn.Dropout");
  CHECK_THROWS_WITH(net[2], "nn.Sequential has 2 children, no child 2");
  REQUIRE(net.parameters().size() == 4);

  const Tensor x = make(DType::Double, {4, 3}, {1, 2, 3, 4, 5, 6, 7, 8, 9, 1, 2, 3});
  net.evaluate();
  nn::Fields& out = net.forward(x).table();
  REQUIRE(out.length() == 2);
  CHECK(out.tensor(2).is_set_to(out.tensor(2)));
  const Tensor hidden = clone(net[0].fields().tensor("output"));
  CHECK(same_bits(out.tensor(2), hidden));  // dropout does nothing in use

  net.training();
  net.seed(5);
  const Tensor first = clone(net.forward(x).table().tensor(2));
  net.seed(5);
  CHECK(same_bits(net.forward(x).table().tensor(2), first));
  CHECK(!same_bits(first, hidden));

  net.zero_gradients();
  const Tensor g = make(DType::Double, {4, 2}, {1, 1, 1, 1, 1, 1, 1, 1});
  net.backward(x, nn::List{g, g});
  const Tensor before = clone(net.parameters()[0]), gradient = clone(net.gradients()[0]);
  net.update(0.5);
  for (int64_t i = 0; i < before.numel(); ++i) {
    CHECK(net.parameters()[0].data<double>()[i] ==
          before.data<double>()[i] - 0.5 * gradient.data<double>()[i]);
  }

  net.to(DType::Float);
  CHECK(net.parameters()[0].dtype() == DType::Float);
  CHECK(net.forward(to(x, DType::Float, cpu_device())).table().tensor(1).dtype() == DType::Float);
}

TEST_CASE("networks put together in C++") {
  Runtime runtime;
  const std::string name = saved_model(runtime);
  nn::Sequential net;
  {
    const nn::Module loaded = nn::load(name);
    nn::ConcatTable both;
    both.add(loaded[0]).add(nn::Module("nn.Identity"));
    net.add(both);
    nn::ParallelTable each;
    each.add(nn::Module("nn.Tanh")).add(nn::Module("nn.Sigmoid"));
    net.add(each);
  }
  std::remove(name.c_str());
  const Tensor x = make(DType::Double, {2, 3}, {0, 0, 0, 1, -1, 2});
  nn::Fields& out = net.forward(x).table();
  CHECK(out.tensor(1).size(1) == 2);
  CHECK(out.tensor(2).data<double>()[0] == 0.5);
  const Tensor ones = make(DType::Double, {2, 3}, {1, 1, 1, 1, 1, 1}),
               zeros = make(DType::Double, {2, 2}, {0, 0, 0, 0});
  const Tensor gradient = net.backward(x, nn::List{zeros, ones}).tensor();
  CHECK(gradient.data<double>()[0] == 0.25);

  nn::Concat joined(1);
  joined.add(nn::Module("nn.Identity")).add(nn::Module("nn.Tanh"));
  CHECK(joined.forward(x).tensor().size(1) == 6);
  CHECK_THROWS_WITH(nn::Module("nn.Nowhere"), "the engine has no class nn.Nowhere");
}

TEST_CASE("errors name the path and both values") {
  Runtime runtime;
  const std::string name = saved_model(runtime);
  nn::Module net = nn::load(name);
  std::remove(name.c_str());
  CHECK_THROWS_WITH(
      net.forward(make(DType::Double, {2, 4}, {1, 2, 3, 4, 5, 6, 7, 8})),
      "nn.Sequential[1].nn.Linear: size mismatch: input has 4 features, expected 3 (input 2x4)");
  net[1][0].fields().remove("weight");
  CHECK_THROWS_WITH(
      net.forward(make(DType::Double, {1, 3}, {1, 2, 3})),
      "nn.Sequential[2].nn.ConcatTable[1].nn.Linear: field weight must be a tensor, got nil");

  const std::string other = std::get<std::string>(runtime.call("save", {Value(true)})[0]);
  CHECK_THROWS_WITH(nn::load(other),
                    "nn::load: " + other +
                        ": nn.Sequential[2].nn.ConcatTable[3].nn.OfAUser: this class exists only "
                        "in Lua; the engine cannot run it");
  std::remove(other.c_str());
  CHECK_THROWS_WITH(nn::load(kGolden + "/layers.t7"),
                    Catch::Contains("layers.t7: a module expected, got a table"));
}
