#include "bindings/python/core/json.hpp"

#include <fmt/core.h>
#include <nanobind/stl/string.h>

#include "vernier/base/errors.hpp"

namespace vernier::python {
namespace {

constexpr int deepest = 100;

std::string class_of(nb::handle object) { return nb::cast<std::string>(object.type().attr("__name__")); }

/// Raises UnicodeEncodeError for what UTF-8 cannot say.
std::string text_from(nb::handle object) {
  Py_ssize_t size = 0;
  const char* const text = PyUnicode_AsUTF8AndSize(object.ptr(), &size);
  if (text == nullptr) throw nb::python_error();
  return {text, static_cast<std::size_t>(size)};
}

Json integer_from(nb::handle object, std::string_view where) {
  int overflow = 0;
  const long long value = PyLong_AsLongLongAndOverflow(object.ptr(), &overflow);
  if (overflow == 0) return value;
  throw InvalidArgument(fmt::format("{}: {} is too large", where, nb::cast<std::string>(nb::str(object))),
                        "an integer of 64 bits");
}

// NOLINTNEXTLINE(misc-no-recursion)
Json json_at(nb::handle object, std::string_view where, int depth) {
  if (depth > deepest) {
    throw InvalidArgument(fmt::format("{} is nested too deeply", where), fmt::format("{} levels at most", deepest));
  }
  if (object.is_none()) return nullptr;
  if (nb::isinstance<nb::bool_>(object)) return nb::cast<bool>(object);
  if (PyLong_Check(object.ptr())) return integer_from(object, where);
  if (PyFloat_Check(object.ptr())) return PyFloat_AsDouble(object.ptr());
  if (nb::isinstance<nb::str>(object)) return text_from(object);
  if (nb::isinstance<nb::list>(object) || nb::isinstance<nb::tuple>(object)) {
    Json list = Json::array();
    for (const nb::handle item : object) list.push_back(json_at(item, where, depth + 1));
    return list;
  }
  if (nb::isinstance<nb::dict>(object)) {
    Json map = Json::object();
    for (const auto [key, value] : nb::borrow<nb::dict>(object)) {
      if (!nb::isinstance<nb::str>(key)) {
        throw InvalidArgument(fmt::format("{}: a key of type {}", where, class_of(key)), "texts as keys");
      }
      map[text_from(key)] = json_at(value, where, depth + 1);
    }
    return map;
  }
  if (nb::hasattr(object, "tolist")) return json_at(object.attr("tolist")(), where, depth + 1);
  throw InvalidArgument(fmt::format("{}: a value of type {}", where, class_of(object)),
                        "None, booleans, numbers, texts, and lists and dictionaries of them");
}

}  // namespace

Json json_from(nb::handle object, std::string_view where) { return json_at(object, where, 0); }

// NOLINTNEXTLINE(misc-no-recursion)
nb::object object_from(const Json& json) {
  switch (json.type()) {
    case Json::value_t::boolean: return nb::cast(json.get<bool>());
    case Json::value_t::number_integer: return nb::cast(json.get<std::int64_t>());
    case Json::value_t::number_unsigned: return nb::cast(json.get<std::uint64_t>());
    case Json::value_t::number_float: return nb::cast(json.get<double>());
    case Json::value_t::string: return nb::cast(json.get_ref<const std::string&>());
    case Json::value_t::array: {
      nb::list list;
      for (const Json& item : json) list.append(object_from(item));
      return list;
    }
    case Json::value_t::object: {
      nb::dict map;
      for (const auto& [key, value] : json.items()) map[nb::cast(key)] = object_from(value);
      return map;
    }
    default: return nb::none();
  }
}

ParamValue param_value_from(nb::handle object, std::string_view where) {
  return param_from_json(json_from(object, where), where);
}

ParamMap params_from(const nb::dict& params, std::string_view where) {
  return params_from_json(json_from(params, where), where);
}

nb::object object_from(const ParamValue& value) {
  return std::visit([](const auto& held) { return nb::object(nb::cast(held)); }, value);
}

nb::dict dict_from(const ParamMap& params) {
  nb::dict dict;
  for (const auto& [name, value] : params) dict[nb::cast(name)] = object_from(value);
  return dict;
}

}  // namespace vernier::python
