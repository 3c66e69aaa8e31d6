// SPDX-License-Identifier: BSD-3-Clause
#include "core/nn/module.h"

#include <set>

#include "core/base/error.h"
#include "core/base/nesting.h"
#include "core/nn/tables.h"
#include "core/ops/arithmetic.h"
#include "core/ops/copy.h"
#include "core/tensor/views.h"

namespace tocha::nn {
namespace {

// The module and all within its lists `modules`, the outer ones first and each as often as it
// stands there. `f(module)` tells whether to go into it.
template <class F>
void each_module(Fields& root, F&& f) {
  constexpr int64_t kMost = int64_t{1} << 20;
  struct Level {
    Fields *module, *children;
    int64_t next, count;
  };
  std::vector<Level> path;
  std::set<const Fields*> inside;  // the modules of the path
  int64_t visited = 0;
  const auto enter = [&](Fields& module) {
    if (++visited > kMost) fail(root.class_name(), ": has more than ", kMost, " modules");
    if (!f(module)) return;
    const Value children = module.get("modules");
    if (!children.is_table()) return;
    if (!inside.insert(&module).second) fail(module.class_name(), ": contains itself");
    path.push_back({&module, children.table_ptr, 1, children.table().length()});
  };
  enter(root);
  while (!path.empty()) {
    Level& level = path.back();
    if (level.next <= level.count) {
      enter(level.children->table(level.next++));
    } else {
      inside.erase(level.module);
      path.pop_back();
    }
  }
}

// The field becomes the value, in tables of its own.
void keep(Fields& to, Key key, const Value& value) {
  if (!value.is_table()) return to.set(key, value);
  const Nested nested;
  Fields &from = value.table(), &table = to.table_buffer(key);
  each_key(from, [&](Key at) { keep(table, at, from.get(at)); });
  drop_others(table, from);
}

constexpr Parameter kUsual[] = {{"weight", "gradWeight"}, {"bias", "gradBias"}};

}  // namespace

List& List::add(const Tensor& tensor) {
  object_->set(object_->length() + 1, tensor);
  return *this;
}

List& List::add(const List& list) {
  graph_->parts.push_back(list.graph_);
  object_->set(object_->length() + 1, *list.object_);
  return *this;
}

Module::Module(const std::string& class_name)
    : graph_(std::make_shared<Graph>()), object_(&graph_->make(class_name)) {
  if (!find_layer(class_name) && !find_criterion(class_name)) {
    fail("the engine has no class ", class_name);
  }
  object_->make_table("gradInput");  // becomes a tensor of the input's type
  object_->set_flag("train", true);
}

// Tables of the caller's may go before the modules that keep them in their fields.
Value Module::own(const char* name, const Value& argument) const {
  if (!argument.is_table()) return argument;
  if (!graph_->arguments) graph_->arguments = &graph_->make();
  keep(*graph_->arguments, name, argument);
  return graph_->arguments->get(name);
}

Concat::Concat(int dim) : Module("nn.Concat") { fields().set("dimension", double(dim + 1)); }

std::vector<Tensor> Module::collect(const char* Parameter::*field) const {
  std::vector<Tensor> list;
  each_module(*object_, [&](Fields& module) {
    const Layer* layer = find_layer(module.class_name());
    const bool own = layer && !layer->parameters.empty();
    for (const Parameter& one : own ? layer->parameters : std::span<const Parameter>(kUsual)) {
      if (const Tensor* tensor = module.optional_tensor(one.*field)) list.push_back(*tensor);
    }
    return !own;
  });
  return list;
}

std::vector<Tensor> Module::parameters() const { return collect(&Parameter::value); }
std::vector<Tensor> Module::gradients() const { return collect(&Parameter::gradient); }

void Module::zero_gradients() const {
  for (Tensor& gradient : gradients()) fill(gradient, 0);
}

void Module::update(double learning_rate) const {
  std::vector<Tensor> to = parameters(), from = gradients();
  if (to.size() != from.size()) {
    fail(class_name(), ": ", to.size(), " parameters, but ", from.size(), " gradients");
  }
  for (size_t i = 0; i < to.size(); ++i) tocha::add(to[i], to[i], -learning_rate, from[i]);
}

void Module::set_training(bool train) const {
  std::set<Fields*> seen;
  each_module(*object_, [&](Fields& module) {
    module.set_flag("train", train);
    return seen.insert(&module).second;
  });
}

void Module::seed(uint64_t seed) const {
  graph_->generator.manual_seed(seed);
  for (const auto& part : graph_->parts) part->generator.manual_seed(seed);
}

void Module::to(DType dtype) const {
  if (!is_floating(dtype)) fail("modules compute in floating point, not in ", dtype);
  std::map<Storage*, Tensor> converted;
  std::set<Object*> seen{object_};
  std::vector<Object*> todo{object_};
  while (!todo.empty()) {
    Object& object = *todo.back();
    todo.pop_back();
    object.each(
        [&](Tensor& tensor) {
          if (!is_floating(tensor.dtype()) || tensor.dtype() == dtype) return;
          Tensor result(dtype, tensor.device());
          if (Storage* storage = tensor.storage()) {
            auto [at, fresh] = converted.try_emplace(storage);
            if (fresh) {
              Tensor whole(tensor.dtype(), tensor.device());
              whole.set(storage, 0, Shape{storage->size()});
              at->second = tocha::to(whole, dtype, tensor.device());
            }
            result.set(&at->second.need_storage(), tensor.offset(), tensor.sizes(),
                       tensor.strides());
          }
          tensor = result;
        },
        [&](Object& inner) {
          if (seen.insert(&inner).second) todo.push_back(&inner);
        });
  }
}

int64_t Module::size() const {
  const Value children = object_->get("modules");
  return children.is_table() ? children.table().length() : 0;
}

Module Module::operator[](int64_t i) const {
  if (i < 0 || i >= size()) fail(class_name(), " has ", size(), " children, no child ", i);
  return Module(graph_, static_cast<Object&>(object_->table("modules").table(i + 1)));
}

Module& Module::add(const Module& child) {
  auto& children = static_cast<Object&>(object_->table_buffer("modules"));
  children.set(children.length() + 1, *child.object_);
  if (child.graph_ != graph_) graph_->parts.push_back(child.graph_);
  return *this;
}

}  // namespace tocha::nn
