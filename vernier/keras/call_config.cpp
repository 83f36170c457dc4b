#include "vernier/keras/call_config.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>

#include "vernier/base/errors.hpp"
#include "vernier/keras/json_text.hpp"

namespace vernier::keras {
namespace {

/// {"class_name": "__keras_tensor__", "config": {"keras_history": [layer, call, output]}}
bool is_tensor(const Json& value) { return value.is_object() && value.value("class_name", "") == "__keras_tensor__"; }

TensorReference reference_of(const Json& history, const std::string& where) {
  if (!history.is_array() || history.size() != 3 || !history[0].is_string() || !history[1].is_number_unsigned() ||
      !history[2].is_number_unsigned()) {
    throw BadData(
        fmt::format("{}: an input is {}", where, history.dump(-1, ' ', false, Json::error_handler_t::replace)),
        "[layer, call, output]");
  }
  return {{history[0].get<std::string>(), history[1].get<std::size_t>()}, history[2].get<std::size_t>()};
}

TensorReference tensor_of(const Json& value, const std::string& where) {
  const Json& config = member(value, "config", Json::value_t::object, where);
  return reference_of(member(config, "keras_history", Json::value_t::array, where), where);
}

/// What attention may be given by name, in the order of its inputs.
constexpr std::array attention_sources{"query", "value", "key"};

bool is_source(std::string_view name) { return std::ranges::find(attention_sources, name) != attention_sources.end(); }

/// Masks that are handed on are noted by Keras as well.
void read_named_argument(SavedCall& call, const std::string& name, const Json& value, const std::string& where) {
  if (name == "mask" && (is_tensor(value) || value.is_array())) {
    call.masked = true;
  } else if (name == "use_causal_mask" && value.is_boolean()) {
    call.causal = value.get<bool>();
  } else if (is_source(name) && is_tensor(value)) {
    call.inputs.push_back(tensor_of(value, where));
  } else if (!value.is_null() && value != false && name != "training") {  // predictions have their own
    refuse_argument(where, name);
  }
}

}  // namespace

void refuse_argument(const std::string& where, std::string_view name) {
  throw Unsupported(fmt::format("{}: a call with '{}'", where, name), "calls of inputs alone");
}

SavedCall call_from_config(const Json& node, const std::string& where) {
  SavedCall call;
  for (const Json& argument : member(node, "args", Json::value_t::array, where)) {
    if (is_tensor(argument)) {
      call.inputs.push_back(tensor_of(argument, where));
    } else if (argument.is_array()) {
      for (const Json& item : argument) {
        if (!is_tensor(item)) refuse_argument(where, "args");
        call.inputs.push_back(tensor_of(item, where));
      }
    } else if (!argument.is_null()) {
      refuse_argument(where, "args");
    }
  }
  const Json& named = member(node, "kwargs", Json::value_t::object, where);
  for (const char* const source : attention_sources) {
    if (named.contains(source)) read_named_argument(call, source, named[source], where);
  }
  for (const auto& [name, value] : named.items()) {
    if (!is_source(name)) read_named_argument(call, name, value, where);
  }
  return call;
}

std::vector<TensorReference> tensors_from_config(const Json& list, const std::string& where) {
  if (!list.empty() && list[0].is_string()) return {reference_of(list, where)};
  std::vector<TensorReference> references;
  for (const Json& item : list) references.push_back(reference_of(item, where));
  return references;
}

}  // namespace vernier::keras
