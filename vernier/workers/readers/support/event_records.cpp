#include "vernier/workers/readers/support/event_records.hpp"

#include <fmt/core.h>

#include <bit>
#include <boost/crc.hpp>
#include <cmath>
#include <cstring>
#include <limits>
#include <optional>

#include "vernier/base/errors.hpp"

namespace vernier {
namespace {

constexpr std::size_t record_head = 12;  // length and its check sum
constexpr std::size_t record_tail = 4;
constexpr std::uint64_t largest_record = std::uint64_t{256} << 20U;  // an image at most

[[noreturn]] void refuse_events(std::string_view what) {
  throw BadData(fmt::format("the event file {}", what), "an event file of TensorBoard");
}

template <class Number>
Number little_endian(std::string_view bytes) {
  static_assert(std::endian::native == std::endian::little);
  Number number{};
  std::memcpy(&number, bytes.data(), sizeof number);
  return number;
}

std::uint32_t masked_crc(std::string_view bytes) {
  boost::crc_optimal<32, 0x1EDC6F41, 0xFFFFFFFF, 0xFFFFFFFF, true, true> crc;
  crc.process_bytes(bytes.data(), bytes.size());
  const auto sum = static_cast<std::uint32_t>(crc.checksum());
  return ((sum >> 15U) | (sum << 17U)) + 0xa282ead8U;
}

/// The fields of a protocol buffer, one after the other.
class MessageReader {
 public:
  explicit MessageReader(std::string_view bytes) : rest_(bytes) {}

  struct Field {
    std::uint64_t number = 0;
    std::uint64_t wire = 0;
    std::uint64_t value = 0;   // of a varint
    std::string_view bytes{};  // of everything else
  };
  std::optional<Field> next() {
    if (rest_.empty()) return std::nullopt;
    const std::uint64_t key = varint();
    Field field{.number = key >> 3U, .wire = key & 7U};
    switch (field.wire) {
      case 0: field.value = varint(); break;
      case 1: field.bytes = take(8); break;
      case 2: field.bytes = take(varint()); break;
      case 5: field.bytes = take(4); break;
      default: refuse_events("holds a field of an unknown kind");
    }
    return field;
  }
  [[nodiscard]] bool empty() const { return rest_.empty(); }
  std::uint64_t varint() {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
      const auto byte = static_cast<unsigned char>(take(1)[0]);
      value |= std::uint64_t{byte & 0x7FU} << shift;
      if ((byte & 0x80U) == 0) return value;
    }
    refuse_events("holds a number that does not end");
  }

 private:
  std::string_view take(std::uint64_t size) {
    if (size > rest_.size()) refuse_events("holds a field that is cut short");
    const std::string_view bytes = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return bytes;
  }
  std::string_view rest_;
};

double half(std::uint16_t bits) {
  const int exponent = (bits >> 10U) & 0x1FU;
  const double fraction = bits & 0x3FFU;
  const double sign = (bits >> 15U) != 0 ? -1 : 1;
  if (exponent == 31) return fraction != 0 ? std::numeric_limits<double>::quiet_NaN() : sign * HUGE_VAL;
  return sign * (exponent == 0 ? std::ldexp(fraction, -24) : std::ldexp(1024 + fraction, exponent - 25));
}

/// The first number of a tensor's bytes; nothing for a type that is no number here.
std::optional<double> number_of_bytes(std::uint64_t type, std::string_view bytes) {
  const auto holds = [&](std::size_t size) { return bytes.size() >= size; };
  if (type == 1 && holds(4)) return little_endian<float>(bytes);
  if (type == 2 && holds(8)) return little_endian<double>(bytes);
  if (type == 3 && holds(4)) return little_endian<std::int32_t>(bytes);
  if (type == 9 && holds(8)) return static_cast<double>(little_endian<std::int64_t>(bytes));
  if (type == 14 && holds(2)) return std::bit_cast<float>(std::uint32_t{little_endian<std::uint16_t>(bytes)} << 16U);
  if (type == 19 && holds(2)) return half(little_endian<std::uint16_t>(bytes));
  return std::nullopt;
}

/// TensorProto: 1 dtype, 4 tensor_content, 5 float_val, 6 double_val, 7 int_val, 10 int64_val. Its first number.
std::optional<double> tensor_number(std::string_view bytes) {
  MessageReader message(bytes);
  std::uint64_t type = 0;
  std::string_view content;
  std::optional<double> number;
  while (const auto field = message.next()) {
    if (field->number == 1 && field->wire == 0) type = field->value;
    if (field->number == 4 && field->wire == 2) content = field->bytes;
    if (field->number == 5 && field->bytes.size() >= 4) number = little_endian<float>(field->bytes);
    if (field->number == 6 && field->bytes.size() >= 8) number = little_endian<double>(field->bytes);
    if (field->number == 7 || field->number == 10) {
      const std::uint64_t whole =
          field->wire == 2 && !field->bytes.empty() ? MessageReader(field->bytes).varint() : field->value;
      number = static_cast<double>(static_cast<std::int64_t>(whole));
    }
  }
  return number ? number : number_of_bytes(type, content);
}

/// Summary.Value: 1 tag, 2 simple_value, 8 tensor.
void take_summary_value(std::string_view bytes, std::int64_t step, std::vector<ScalarEvent>& scalars) {
  MessageReader message(bytes);
  ScalarEvent scalar{.step = step, .tag = {}, .value = 0};
  bool number = false;
  while (const auto field = message.next()) {
    if (field->number == 1 && field->wire == 2) scalar.tag = field->bytes;
    if (field->number == 2 && field->wire == 5) {
      scalar.value = little_endian<float>(field->bytes);
      number = true;
    }
    if (field->number == 8 && field->wire == 2) {
      const auto value = tensor_number(field->bytes);
      number = value.has_value();
      scalar.value = value.value_or(0);
    }
  }
  if (number && !scalar.tag.empty()) scalars.push_back(std::move(scalar));
}

/// Event: 2 step, 5 summary (1 value, repeated).
void take_event(std::string_view bytes, std::vector<ScalarEvent>& scalars) {
  MessageReader message(bytes);
  std::int64_t step = 0;
  std::vector<std::string_view> summaries;
  while (const auto field = message.next()) {
    if (field->number == 2 && field->wire == 0) step = static_cast<std::int64_t>(field->value);
    if (field->number == 5 && field->wire == 2) summaries.push_back(field->bytes);
  }
  for (const std::string_view summary : summaries) {
    MessageReader values(summary);
    while (const auto field = values.next()) {
      if (field->number == 1 && field->wire == 2) take_summary_value(field->bytes, step, scalars);
    }
  }
}

}  // namespace

std::size_t take_event_records(std::string_view bytes, std::vector<ScalarEvent>& scalars) {
  std::size_t taken = 0;
  for (;;) {
    const std::string_view rest = bytes.substr(taken);
    if (rest.size() < record_head) return taken;
    const auto length = little_endian<std::uint64_t>(rest);
    if (little_endian<std::uint32_t>(rest.substr(8)) != masked_crc(rest.substr(0, 8))) {
      refuse_events("has a wrong check sum");
    }
    if (length > largest_record) refuse_events("has a record that is too long");
    if (rest.size() - record_head < length + record_tail) return taken;
    const std::string_view event = rest.substr(record_head, length);
    if (little_endian<std::uint32_t>(rest.substr(record_head + length)) != masked_crc(event)) {
      refuse_events("has a wrong check sum");
    }
    take_event(event, scalars);
    taken += record_head + length + record_tail;
  }
}

}  // namespace vernier
