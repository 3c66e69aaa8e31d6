// SPDX-License-Identifier: BSD-3-Clause
#include "core/io/t7.h"
#include "core/nn/module.h"
#include "core/ops/copy.h"
#include "core/ops/create.h"
#include "tests/fuzz/attempt.h"
#include "tests/fuzz/memory_input.h"
#include "tests/fuzz/targets.h"
#include "tests/support/networks.h"

namespace tocha::fuzz {

namespace {

void run(const nn::Module& net, const nn::Value& input, const nn::Value& gradient) {
  if (nn::find_criterion(net.class_name())) {
    attempt([&] { net.loss(input, gradient); });
    attempt([&] { net.gradient(input, gradient); });
    return;
  }
  attempt([&] { net.forward(input); });
  attempt([&] { net.backward(input, gradient); });
}

Tensor ones(const Shape& sizes) {
  Tensor tensor(DType::Double, sizes);
  fill(tensor, 1);
  return tensor;
}

}  // namespace

void model(const uint8_t* data, size_t size) {
  attempt([&] {
    const auto file = memory_input(data, size);
    file->binary = true;
    const t7::Document document = t7::load(*file);
    const t7::Object* object = document.root().pointer<t7::Object>();
    const t7::Table* table = document.root().pointer<t7::Table>();
    if (table) object = (*table)["module"].pointer<t7::Object>();
    if (!object) return;
    const nn::Module net = nn::load(*object);
    net.seed(1);
    attempt([&] { net.evaluate(); });
    attempt([&] { net.parameters(); });
    if (table) {
      const testing::Argument input((*table)["input"]), gradient((*table)["gradOutput"]);
      run(net, input.value, gradient.value);
      attempt([&] { net.training(); });
      run(net, input.value, gradient.value);
    } else {
      for (const Shape& sizes : {Shape{3}, Shape{2, 3}, Shape{2, 3, 4, 4}}) {
        run(net, ones(sizes), ones(sizes));
      }
    }
    attempt([&] { net.zero_gradients(); });
    attempt([&] { net.update(0.5); });
    attempt([&] { net.to(DType::Float); });
  });
}

}  // namespace tocha::fuzz
