// SPDX-License-Identifier: BSD-3-Clause
// Networks in C++, without Lua: loaded from a .t7 file, put together from loaded ones, run forward
// and backward.
//
//   nn::Module net = nn::load("model.t7");
//   net.evaluate();
//   const Tensor& scores = net.forward(image).tensor();
//
// A module is a handle: copies are the same network. The results of a call belong to the module and
// are valid until its next call; a Tensor copied from them is a view of the same memory. One thread
// at a time may use a network.
#pragma once

#include <string>
#include <vector>

#include "core/base/out_of_memory.h"
#include "core/nn/object.h"

namespace tocha::t7 {
struct Object;
}

namespace tocha::nn {

/// A list of tensors, and of further lists, as an argument of table layers.
class TOCHA_API List {
 public:
  List() : graph_(std::make_shared<Graph>()), object_(&graph_->make()) {}
  List(std::initializer_list<Tensor> tensors) : List() {
    for (const Tensor& tensor : tensors) add(tensor);
  }
  List& add(const Tensor& tensor);
  List& add(const List& list);
  operator Value() const { return object_->value(); }

 private:
  std::shared_ptr<Graph> graph_;
  Object* object_;
};

class TOCHA_API Module {
 public:
  /// An empty object of a class of the engine: its fields are to be set.
  explicit Module(const std::string& class_name);

  std::string class_name() const { return object_->class_name(); }
  /// The fields by Torch7's names, to read and to change: fields().tensor("weight").
  Object& fields() const { return *object_; }

  /// The output: a tensor, or a table of them (Value::table()).
  Value forward(const Value& input) const {
    return with_memory_errors([&] { return object_->forward(own("input", input)); });
  }
  /// The gradient with respect to the input that `forward` had last; the parameters' gradients,
  /// times `scale`, are added to what was gathered.
  Value backward(const Value& input, const Value& grad_output, double scale = 1) const {
    return with_memory_errors([&] {
      return object_->backward_all(own("input", input), own("gradOutput", grad_output), scale);
    });
  }

  /// A criterion's loss; `gradient` is its gradient with respect to the input.
  double loss(const Value& input, const Value& target) const {
    return with_memory_errors(
        [&] { return object_->forward(own("input", input), own("target", target)).number; });
  }
  Value gradient(const Value& input, const Value& target) const {
    return with_memory_errors(
        [&] { return object_->backward(own("input", input), own("target", target)); });
  }

  /// Views of the parameters (their gradients), in the order of Torch7's `parameters()`.
  std::vector<Tensor> parameters() const;
  std::vector<Tensor> gradients() const;
  void zero_gradients() const;
  /// parameters -= learning_rate gradients
  void update(double learning_rate) const;

  /// Dropout, batch normalization and others behave differently in training and in use.
  void training() const { set_training(true); }
  void evaluate() const { set_training(false); }
  /// Seeds the generator of dropout and the other random layers.
  void seed(uint64_t seed) const;
  /// Converts all floating point tensors; those that share memory still do.
  void to(DType dtype) const;

  /// The children of a container.
  int64_t size() const;
  /// Child `i`, from 0.
  Module operator[](int64_t i) const;
  /// Appends a child to a container.
  Module& add(const Module& child);

 protected:
  Module(std::shared_ptr<Graph> graph, Object& object)
      : graph_(std::move(graph)), object_(&object) {}

 private:
  friend Module load(const t7::Object& object);
  Value own(const char* name, const Value& argument) const;
  void set_training(bool train) const;
  std::vector<Tensor> collect(const char* Parameter::*field) const;

  std::shared_ptr<Graph> graph_;
  Object* object_;
};

/// Containers to put modules into.
struct TOCHA_API Sequential : Module {
  Sequential() : Module("nn.Sequential") {}
};
struct TOCHA_API ConcatTable : Module {
  ConcatTable() : Module("nn.ConcatTable") {}
};
struct TOCHA_API ParallelTable : Module {
  ParallelTable() : Module("nn.ParallelTable") {}
};
/// Joins the children's outputs along `dim`, from 0.
struct TOCHA_API Concat : Module {
  explicit Concat(int dim);
};

/// The module, or criterion, in a .t7 file. Layers of cudnn become those of nn. A class that exists
/// only in Lua is an error that names it and its path in the model.
TOCHA_API Module load(const std::string& path);
/// The same for an object of a document that is loaded already, which may go afterwards.
TOCHA_API Module load(const t7::Object& object);

}  // namespace tocha::nn
