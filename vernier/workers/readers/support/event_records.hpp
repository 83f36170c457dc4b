#pragma once
// The scalars of a TensorBoard event file.
//
// A file is a sequence of records: length (8 bytes), its masked CRC-32C, the bytes of an Event, their masked CRC-32C
// (tensorflow/core/lib/io/record_writer.h). Of the protocol buffers only the fields below are read
// (tensorflow/core/util/event.proto, framework/summary.proto, framework/tensor.proto).
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace vernier {

struct ScalarEvent {
  std::int64_t step = 0;
  std::string tag;
  double value = 0;
};

/// Takes whole records off the beginning of `bytes` and appends their scalars; gives the number of bytes taken. Of a
/// record that is not whole yet nothing is taken. Throws BadData where a check sum or a message is wrong.
[[nodiscard]] std::size_t take_event_records(std::string_view bytes, std::vector<ScalarEvent>& scalars);

}  // namespace vernier
