// SPDX-License-Identifier: BSD-3-Clause
// Fields without Lua: what nn::load makes of a model file, and what the classes of module.h hold.
#pragma once

#include <deque>
#include <map>
#include <memory>
#include <variant>
#include <vector>

#include "core/nn/layer.h"

namespace tocha::nn {

class Object;

/// Owns the objects and tables of one model, cycles included, and the generator of its random
/// layers. `parts`: the graphs of modules that were added to this one. `arguments`: what the latest
/// calls from outside were given, as tables of the model's own, since its modules keep them.
struct TOCHA_API Graph {
  Graph() = default;
  Graph(const Graph&) = delete;
  ~Graph();

  std::deque<Object> objects;
  Object* arguments = nullptr;
  std::vector<std::shared_ptr<Graph>> parts;
  Generator generator;
  Object* tables = nullptr;     // made by modules as they run: a list through their places
  std::shared_ptr<Graph> next;  // while both are being destroyed

  /// A new object of the class ("": a plain table) that lives as long as the graph.
  Object& make(std::string class_name = {});
};

class TOCHA_API Object final : public Fields, public std::enable_shared_from_this<Object> {
 public:
  Object(Graph& graph, std::string class_name);
  ~Object() override;

  Value get(Key key) override;
  void set(Key key, const Value& value) override;
  using Fields::set;
  /// Shares the tensor with who else holds it, as two fields of a Lua object may.
  void set(Key key, std::shared_ptr<Tensor> tensor) { place(key) = std::move(tensor); }
  void set(Key key, Object& object) { place(key) = &object; }
  void set(Key key, StoragePtr storage) { place(key) = std::move(storage); }
  void set(Key key, std::string text) { place(key) = std::move(text); }
  Tensor& make_tensor(Key key, DType dtype, Device& device) override;
  Fields& make_table(Key key) override;
  int64_t length() override;
  std::vector<std::string> names() override;
  Generator& generator() override { return graph_.generator; }
  std::string class_name() override { return class_name_; }

  /// Run the engine's layer or criterion of the object's class. Errors begin with the class, or
  /// with the path to the child where it happened: "nn.Sequential[3].nn.Linear: ...".
  Value forward(const Value& input, const Value& target = {}) override;
  Value backward(const Value& input, const Value& grad_output) override;
  void accumulate(const Value& input, const Value& grad_output, double scale) override;
  Value backward_all(const Value& input, const Value& grad_output, double scale) override;

  /// A copy in the same graph; fields of these names, at any depth, keep their tensors. What is one
  /// object here is one in the copy.
  Object& clone(std::span<const char* const> shared) const;
  /// Whether the other object is this one or within its fields, at any depth.
  bool reaches(const Object& other) const;

  /// The object as an argument of a call.
  Value value();
  /// Calls `f(Tensor&)` for each tensor of the fields, `g(Object&)` for each object.
  template <class F, class G>
  void each(F&& f, G&& g);

 private:
  // Tables that modules make as they run belong to the fields that hold them, all else to the
  // graph.
  using Table = std::shared_ptr<Object>;
  using Item = std::variant<std::monostate, double, bool, std::string, std::shared_ptr<Tensor>,
                            StoragePtr, Object*, Table>;
  // A replaced value lives until the next one is, since the call that replaces it may use it still.
  struct Slot {
    Item now, before;
  };
  Slot& slot(Key key);  // made if there is none
  Item& place(Key key);
  static Value value_of(Slot& slot, const char* name);
  static Object* object_in(const Item& item);  // null if it is none
  template <class F>
  void each_slot(F&& f);
  friend Graph;
  void link();
  void unlink();
  void clear();
  template <class Body>
  void guarded(Body&& body);
  class Call;

  Graph& graph_;
  const std::string class_name_;
  const Layer* const layer_;
  const Criterion* const criterion_;
  std::map<std::string, Slot, std::less<>> named_;
  std::map<int64_t, Slot> listed_;
  Object *after_ = nullptr, **place_ = nullptr;  // in the graph's list of tables
  std::shared_ptr<Object> next_;                 // while both are being destroyed
  bool running_ = false;
};

template <class F>
void Object::each_slot(F&& f) {
  for (auto& [key, slot] : named_) f(slot);
  for (auto& [key, slot] : listed_) f(slot);
}

template <class F, class G>
void Object::each(F&& f, G&& g) {
  auto visit = [&](Item& item) {
    if (auto* tensor = std::get_if<std::shared_ptr<Tensor>>(&item)) f(**tensor);
    if (Object* object = object_in(item)) g(*object);
  };
  each_slot([&](Slot& slot) { visit(slot.now); });
}

}  // namespace tocha::nn
