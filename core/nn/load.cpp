// SPDX-License-Identifier: BSD-3-Clause
// nn::load: a module from a .t7 file. What was one tensor or one object in the file is one here.
#include <algorithm>
#include <cmath>
#include <unordered_map>

#include "core/base/error.h"
#include "core/io/number_text.h"
#include "core/io/t7.h"
#include "core/nn/module.h"
#include "core/nn/path.h"

namespace tocha::nn {
namespace {

// Loads without recursion: an object or table whose fields are still to come is a level of the
// stack, and the levels' places are the path that errors show.
class Loader {
 public:
  explicit Loader(Graph& graph) : graph_(graph) {}

  Object& load(const t7::Object& root) {
    Object& result = object(root);
    while (!stack_.empty()) advance();
    for (const auto& [graph, from] : graph_modules_) complete(*graph, *from);
    return result;
  }

 private:
  using Entry = std::pair<t7::Value, t7::Value>;
  struct Level {
    Object* to;
    std::vector<const Entry*> entries;
    size_t next = 0;
  };

  void advance() {
    Level& level = stack_.back();
    if (level.next == level.entries.size()) return stack_.pop_back();
    Object& to = *level.to;
    const auto& [key, value] = *level.entries[level.next++];  // reading it may move the levels
    if (const auto* name = key.get_if<std::string>()) {
      set(to, name->c_str(), value);
    } else {
      set(to, int64_t(*key.get_if<double>()), value);
    }
  }

  void set(Object& to, Key key, const t7::Value& value) {
    if (const auto* number = value.get_if<double>()) return to.set(key, *number);
    if (const auto* flag = value.get_if<bool>()) return to.set_flag(key, *flag);
    if (const auto* text = value.get_if<std::string>()) return to.set(key, *text);
    if (const auto* storage = value.get_if<StoragePtr>()) return to.set(key, *storage);
    if (const auto* from = value.pointer<Tensor>()) {
      auto& tensor = tensors_[from];
      if (!tensor) tensor = std::make_shared<Tensor>(*from);
      return to.set(key, tensor);
    }
    if (const auto* from = value.pointer<t7::Table>()) return to.set(key, table(*from));
    if (const auto* from = value.pointer<t7::Object>()) return to.set(key, object(*from));
  }

  Object& table(const t7::Table& from) {
    Object*& to = objects_[&from];
    if (!to) push(to = &graph_.make(), from);
    return *to;
  }

  Object& object(const t7::Object& from) {
    Object*& to = objects_[&from];
    if (to) return *to;
    const std::string name = engine_class(from.class_name);
    if (name.empty()) {
      fail(path(from), ": this class exists only in Lua; the engine cannot run it");
    }
    to = &graph_.make(name);
    push(to, *from.fields);
    if (name == "nn.gModule") {
      graph_modules_.emplace_back(to, &from);
      // Paths to modules go through the list of them, or of the nodes, whatever the file's order.
      auto& entries = stack_.back().entries;
      for (const char* first : {"forwardnodes", "modules"}) {
        std::stable_partition(entries.begin(), entries.end(), [&](const Entry* entry) {
          const auto* key = entry->first.get_if<std::string>();
          return key && *key == first;
        });
      }
    }
    return *to;
  }

  void push(Object* to, const t7::Table& from) {
    std::vector<const Entry*> entries;
    const bool is_node_data = from.find("mapindex");
    for (const Entry& entry : from.fields) {
      const auto* name = entry.first.get_if<std::string>();
      if (name ? is_needed(to->class_name(), is_node_data, *name) : is_position(entry.first)) {
        entries.push_back(&entry);
      }
    }
    stack_.push_back({to, std::move(entries)});
  }

  // What the engine does not need: a graph's two forms and the edges of its nodes, and in a node's
  // data what the latest run left.
  static bool is_needed(const std::string& owner, bool is_node_data, const std::string& name) {
    if (owner == "nn.gModule") return name != "fg" && name != "bg";
    if (owner == "nngraph.Node") return name == "data";
    return !is_node_data || !(name == "input" || name.starts_with("gradOutput"));
  }

  // Other numbers, such as 0.5 and 1e300, are keys of nothing that a layer asks for.
  static bool is_position(const t7::Value& key) {
    const auto* number = key.get_if<double>();
    return number && std::trunc(*number) == *number && std::abs(*number) <= 0x1p53;
  }

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

  // The way to an object that the level on top has come to: "nn.Sequential[2].nn.Linear".
  std::string path(const t7::Object& last) const {
    std::string path;
    for (const Level& level : stack_) {
      path += level.to->class_name();
      const Entry& entry = *level.entries[level.next - 1];
      if (const auto* index = entry.first.get_if<double>()) {
        path += concat("[", *index, "]");
      } else if (const auto& name = *entry.first.get_if<std::string>(); name != "modules") {
        path += concat(".", name);  // "nn.Sequential[3].", not ".modules[3]."
      }
      if (!entry.second.pointer<t7::Table>()) path += '.';
    }
    return shown_path(printable(path + last.class_name));
  }

  // Old versions wrote neither `modules` nor `nInputs`.
  static void complete(Object& to, const t7::Object& from) {
    if (!to.has("modules")) {
      Fields &modules = to.make_table("modules"), &nodes = to.table("forwardnodes");
      int64_t count = 0;
      for (int64_t i = 1, n = nodes.length(); i <= n; ++i) {
        const Value module = nodes.table(i).table("data").get("module");
        if (module) modules.set(++count, module);
      }
    }
    if (!to.has("nInputs")) {
      to.set("nInputs", double(from.at("innode").object().at("children").list().size()));
    }
    if (!to.has("gradInput")) to.make_table("gradInput");  // a module without it computes none
  }

  Graph& graph_;
  std::vector<Level> stack_;
  std::vector<std::pair<Object*, const t7::Object*>> graph_modules_;
  std::unordered_map<const void*, Object*> objects_;
  std::unordered_map<const Tensor*, std::shared_ptr<Tensor>> tensors_;
};

}  // namespace

Module load(const t7::Object& object) {
  auto graph = std::make_shared<Graph>();
  return Module(graph, Loader(*graph).load(object));
}

Module load(const std::string& path) {
  return with_memory_errors([&] {
    const t7::Document document = t7::load(path);
    try {
      const t7::Object* root = document.root().pointer<t7::Object>();
      if (!root) fail("a module expected, got ", document.root().describe());
      return load(*root);
    } catch (const Error& error) {
      throw Error(error.kind(), concat("nn::load: ", path, ": ", error.what()));
    }
  });
}

}  // namespace tocha::nn
