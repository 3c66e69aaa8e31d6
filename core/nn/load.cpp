// SPDX-License-Identifier: BSD-3-Clause
// nn::load: a module from a .t7 file. What was one tensor or one object in the file is one here.
#include <unordered_map>

#include "core/base/error.h"
#include "core/io/t7.h"
#include "core/nn/module.h"

namespace tocha::nn {
namespace {

class Loader {
 public:
  explicit Loader(Graph& graph) : graph_(graph) {}

  /// `path` is where in the model the object is, as errors show it; empty for the model itself.
  Object& object(const t7::Object& from, const std::string& path) {
    Object*& to = objects_[&from];
    if (to) return *to;
    const std::string name = engine_class(from.class_name);
    if (name.empty()) {
      fail(path, from.class_name, ": this class exists only in Lua; the engine cannot run it");
    }
    to = &graph_.make(name);
    Object& result = *to;  // the map may move while the fields are read
    if (name == "nn.gModule") {
      graph_module(result, from, path + from.class_name);
    } else {
      fields(result, *from.fields, path + from.class_name);
    }
    return result;
  }

 private:
  // Torch7's cudnn and fbcunn have the same layers under names of their own.
  static std::string engine_class(const std::string& name) {
    if (name == "nngraph.Node" || find_layer(name)) return name;
    for (const char* package : {"nn.", "cudnn.", "cunn."}) {
      if (!name.starts_with(package)) continue;
      std::string twin = "nn." + name.substr(std::string_view(package).size());
      if (find_layer(twin) || find_criterion(twin)) return twin;
    }
    return {};
  }

  // A graph is loaded in the order of computation, so that deep ones are no deep recursion, and
  // without the lists of edges. Old versions wrote neither `modules` nor `nInputs`.
  void graph_module(Object& to, const t7::Object& from, const std::string& path) {
    for (const char* first : {"modules", "forwardnodes"}) {
      set(to, first, from[first], path);
    }
    for (const auto& [key, value] : from.fields->fields) {
      const auto* name = key.get_if<std::string>();
      if (name && *name != "fg" && *name != "bg") set(to, name->c_str(), value, path + "." + *name);
    }
    if (!to.has("modules")) {
      Fields &modules = to.make_table("modules"), &nodes = to.table("forwardnodes");
      for (int64_t i = 1, n = nodes.length(); i <= n; ++i) {
        const Value module = nodes.table(i).table("data").get("module");
        if (module) modules.set(modules.length() + 1, module);
      }
    }
    if (!to.has("nInputs")) {
      to.set("nInputs", double(from.at("innode").object().at("children").list().size()));
    }
    if (!to.has("gradInput")) to.make_table("gradInput");  // a module without it computes none
  }

  // What the engine does not need: a node's edges, and in its data what the latest run left.
  static bool is_needed(const t7::Table& from, const std::string& owner, const std::string& name) {
    if (owner == "nngraph.Node") return name == "data";
    return !from.find("mapindex") || !(name == "input" || name.starts_with("gradOutput"));
  }

  Object& table(const t7::Table& from, const std::string& path) {
    Object*& to = objects_[&from];
    if (to) return *to;
    to = &graph_.make();
    Object& result = *to;
    fields(result, from, path);
    return result;
  }

  void fields(Object& to, const t7::Table& from, const std::string& path) {
    for (const auto& [key, value] : from.fields) {
      if (const auto* name = key.get_if<std::string>()) {
        if (!is_needed(from, to.class_name(), *name)) continue;
        const bool children = *name == "modules";  // "nn.Sequential[3].", not ".modules[3]."
        set(to, Key(name->c_str()), value, children ? path : concat(path, ".", *name));
      } else if (const auto* index = key.get_if<double>()) {
        set(to, Key(int64_t(*index)), value, concat(path, "[", *index, "]"));
      }
    }
  }

  void set(Object& to, Key key, const t7::Value& value, const std::string& path) {
    if (const auto* number = value.get_if<double>()) return to.set(key, *number);
    if (const auto* flag = value.get_if<bool>()) return to.set_flag(key, *flag);
    if (const auto* text = value.get_if<std::string>()) return to.set(key, *text);
    if (const auto* storage = value.get_if<StoragePtr>()) return to.set(key, *storage);
    if (const auto* from = value.pointer<Tensor>()) {
      auto& tensor = tensors_[from];
      if (!tensor) tensor = std::make_shared<Tensor>(*from);
      return to.set(key, tensor);
    }
    if (const auto* from = value.pointer<t7::Table>()) return to.set(key, table(*from, path));
    if (const auto* from = value.pointer<t7::Object>()) {
      return to.set(key, object(*from, path + "."));
    }
  }

  Graph& graph_;
  std::unordered_map<const void*, Object*> objects_;
  std::unordered_map<const Tensor*, std::shared_ptr<Tensor>> tensors_;
};

}  // namespace

Module load(const t7::Object& object) {
  auto graph = std::make_shared<Graph>();
  return Module(graph, Loader(*graph).object(object, ""));
}

Module load(const std::string& path) {
  const t7::Document document = t7::load(path);
  try {
    const t7::Object* root = document.root().pointer<t7::Object>();
    if (!root) fail("a module expected, got ", document.root().describe());
    return load(*root);
  } catch (const Error& error) {
    throw Error(error.kind(), concat("nn::load: ", path, ": ", error.what()));
  }
}

}  // namespace tocha::nn
