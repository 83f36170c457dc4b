#include "vernier/keras/hdf5.hpp"

#include <fmt/core.h>

#include <cstdint>
#include <set>
#include <vector>

#include "vernier/base/errors.hpp"

namespace vernier::keras {
namespace {

constexpr std::string_view signature = "\x89HDF\r\n\x1a\n";
constexpr int deepest_group = 16;
constexpr std::uint64_t undefined = ~std::uint64_t{0};

enum MessageType : std::uint64_t {
  dataspace = 0x01,
  link_info = 0x02,
  datatype = 0x03,
  link = 0x06,
  external_files = 0x07,
  layout = 0x08,
  filters = 0x0B,
  continuation = 0x10,
  symbol_table = 0x11
};

struct Message {
  std::uint64_t type = 0;
  std::uint64_t flags = 0;
  std::string_view data;
};

class Hdf5Reader {
 public:
  Hdf5Reader(std::string_view bytes, std::string_view where) : bytes_(bytes), where_(where) {}

  std::map<std::string, Hdf5Array> read() {
    if (!bytes_.starts_with(signature)) fail("it does not begin like an HDF5 file");
    const std::uint64_t version = number(8, 1);
    if (version > 1) unsupported(fmt::format("a superblock of version {}", version));
    if (number(13, 1) != 8 || number(14, 1) != 8) unsupported("offsets of other than 8 bytes");
    const std::uint64_t addresses = version == 0 ? 24 : 28;
    if (number(addresses, 8) != 0) unsupported("a base address");
    read_object(number(addresses + 32 + 8, 8), "", 0);
    return std::move(arrays_);
  }

 private:
  [[noreturn]] void fail(std::string_view what) const {
    throw BadData(fmt::format("{}: {}", where_, what), "weights as Keras writes them", "Save or copy the file again.");
  }
  [[noreturn]] void unsupported(std::string_view what) const {
    throw Unsupported(fmt::format("{}: {}", where_, what), "plain arrays as Keras writes them",
                      "Save the model with Keras 3 and h5py's defaults.");
  }

  [[nodiscard]] std::string_view part(std::uint64_t at, std::uint64_t size) const {
    if (at > bytes_.size() || size > bytes_.size() - at) fail(fmt::format("{} bytes at {} lie outside", size, at));
    return bytes_.substr(at, size);
  }
  static std::uint64_t number_of(std::string_view raw) {
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < raw.size(); ++i) {
      value |= std::uint64_t{static_cast<unsigned char>(raw[i])} << (8 * i);
    }
    return value;
  }
  [[nodiscard]] std::uint64_t number(std::uint64_t at, std::uint64_t size) const { return number_of(part(at, size)); }
  /// A number in a message.
  [[nodiscard]] std::uint64_t field(std::string_view data, std::size_t at, std::size_t size) const {
    if (at > data.size() || size > data.size() - at) fail("a message of an object is cut off");
    return number_of(data.substr(at, size));
  }
  /// Whatever is met once is not met again, so that a file cannot make the reader go round or grow.
  void visit(std::uint64_t at) {
    if (!visited_.insert(at).second) fail(fmt::format("what lies at {} is reached twice", at));
  }

  [[nodiscard]] std::vector<Message> messages_of(std::uint64_t header) {
    if (part(header, 4) == "OHDR") unsupported("an object header of version 2");
    if (number(header, 1) != 1) fail(fmt::format("there is no object at {}", header));
    const std::uint64_t count = number(header + 2, 2);
    std::vector<std::string_view> blocks{part(header + 16, number(header + 8, 4))};
    std::vector<Message> messages;
    for (std::size_t block = 0; block < blocks.size(); ++block) {
      std::string_view rest = blocks[block];
      while (rest.size() >= 8 && messages.size() < count) {
        const std::uint64_t size = field(rest, 2, 2);
        if (size > rest.size() - 8) fail("a message of an object is cut off");
        const Message message{field(rest, 0, 2), field(rest, 4, 1), rest.substr(8, size)};
        rest.remove_prefix(8 + size);
        if (message.type == continuation) blocks.push_back(part(field(message.data, 0, 8), field(message.data, 8, 8)));
        messages.push_back(message);
        constexpr std::uint64_t smallest_message = 8;
        if (++messages_ > bytes_.size() / smallest_message) fail("the messages of its objects overlap");
      }
    }
    return messages;
  }

  static const Message* find(const std::vector<Message>& messages, MessageType type) {
    for (const Message& message : messages) {
      if (message.type == type) return &message;
    }
    return nullptr;
  }

  void read_object(std::uint64_t header, const std::string& path, int depth) {
    visit(header);
    if (depth > deepest_group) fail(fmt::format("groups lie deeper than {}", deepest_group));
    const std::vector<Message> messages = messages_of(header);
    for (const MessageType type : {link, link_info, external_files, filters}) {
      if (find(messages, type) != nullptr) {
        unsupported(fmt::format("'{}' has {}", path,
                                type == external_files ? "its data in other files"
                                : type == filters      ? "compressed data"
                                                       : "links of a newer kind"));
      }
    }
    if (const Message* const table = find(messages, symbol_table)) {
      read_group(field(table->data, 0, 8), field(table->data, 8, 8), path, depth);
    } else if (find(messages, layout) != nullptr) {
      read_array(messages, path);
    }
  }

  void read_group(std::uint64_t tree, std::uint64_t heap, const std::string& path, int depth) {
    if (part(heap, 4) != "HEAP") fail(fmt::format("the names of '{}' are missing", path));
    const std::string_view names = part(number(heap + 24, 8), number(heap + 8, 8));
    read_tree(tree, names, path, depth, -1);
  }

  /// `level` is what the node above says; -1 for the root.
  void read_tree(std::uint64_t node, std::string_view names, const std::string& path, int depth, int level) {
    visit(node);
    if (part(node, 4) != "TREE" || number(node + 4, 1) != 0) fail(fmt::format("the index of '{}' is damaged", path));
    const int own = static_cast<int>(number(node + 5, 1));
    if (level >= 0 && own != level) fail(fmt::format("the index of '{}' has crooked levels", path));
    const std::uint64_t count = number(node + 6, 2);
    for (std::uint64_t i = 0; i < count; ++i) {
      const std::uint64_t child = number(node + 24 + 8 + 16 * i, 8);
      if (own > 0) {
        read_tree(child, names, path, depth, own - 1);
      } else {
        read_entries(child, names, path, depth);
      }
    }
  }

  void read_entries(std::uint64_t node, std::string_view names, const std::string& path, int depth) {
    visit(node);
    if (part(node, 4) != "SNOD") fail(fmt::format("the index of '{}' is damaged", path));
    const std::uint64_t count = number(node + 6, 2);
    for (std::uint64_t i = 0; i < count; ++i) {
      const std::uint64_t entry = node + 8 + 40 * i;
      const std::uint64_t name_at = number(entry, 8);
      if (name_at >= names.size()) fail(fmt::format("a name in '{}' lies outside", path));
      const std::string_view name = names.substr(name_at, names.find('\0', name_at) - name_at);
      const std::string below = path.empty() ? std::string(name) : fmt::format("{}/{}", path, name);
      names_ += below.size();
      if (names_ > bytes_.size()) fail("the names of its objects overlap");
      if (number(entry + 16, 4) == 2) unsupported(fmt::format("'{}' is a link", below));
      read_object(number(entry + 8, 8), below, depth + 1);
    }
  }

  void read_array(const std::vector<Message>& messages, const std::string& path) {
    const Message* const type = find(messages, datatype);
    const Message* const space = find(messages, dataspace);
    if (type == nullptr || space == nullptr) fail(fmt::format("'{}' is no array", path));
    constexpr std::uint64_t shared = 2;
    if ((type->flags & shared) != 0 || (space->flags & shared) != 0) {
      unsupported(fmt::format("'{}' has a type that is shared", path));
    }
    Hdf5Array array{
        .shape = {}, .float32 = is_float32(type->data), .bytes = storage(find(messages, layout)->data, path)};
    if (array.float32) {
      array.shape = shape_of(space->data, path);
      const auto elements = static_cast<std::uint64_t>(array.shape.size());
      if (elements != array.bytes.size() / sizeof(float) || array.bytes.size() % sizeof(float) != 0) {
        fail(fmt::format("'{}' of shape {} has {} bytes", path, to_string(array.shape), array.bytes.size()));
      }
    }
    elements_ += array.bytes.size();
    if (elements_ > bytes_.size()) fail("its arrays overlap");
    if (!arrays_.emplace(path, array).second) fail(fmt::format("'{}' is there twice", path));
  }

  [[nodiscard]] bool is_float32(std::string_view type) const {
    constexpr std::uint64_t real = 1;
    // little-endian; 32 bits from 0: 8 of the exponent from 23, 23 of the mantissa from 0
    return (field(type, 0, 1) & 0xF) == real && (field(type, 1, 1) & 0x41) == 0 && field(type, 4, 4) == 4 &&
           field(type, 8, 4) == 0x00200000 && field(type, 12, 4) == 0x17000817 && field(type, 16, 4) == 127;
  }

  [[nodiscard]] Shape shape_of(std::string_view space, const std::string& path) const {
    const std::uint64_t version = field(space, 0, 1);
    const std::uint64_t rank = field(space, 1, 1);
    if (version != 1 && version != 2) fail(fmt::format("the extents of '{}' are damaged", path));
    if (rank > Shape::max_rank) unsupported(fmt::format("'{}' has {} axes", path, rank));
    std::vector<Index> extents;
    std::uint64_t size = 1;
    for (std::size_t axis = 0; axis < rank; ++axis) {
      const std::uint64_t extent = field(space, (version == 1 ? 8 : 4) + 8 * axis, 8);
      if (extent > bytes_.size() || (size *= extent) > bytes_.size()) {
        fail(fmt::format("'{}' is said to be larger than the file", path));
      }
      extents.push_back(static_cast<Index>(extent));
    }
    return Shape(std::span<const Index>(extents));
  }

  [[nodiscard]] std::string_view storage(std::string_view data, const std::string& path) const {
    const std::uint64_t version = field(data, 0, 1);
    if (version != 3 && version != 4) unsupported(fmt::format("'{}' has a layout of version {}", path, version));
    const std::uint64_t kind = field(data, 1, 1);
    if (kind == 0) {
      const std::uint64_t size = field(data, 2, 2);
      if (size > data.size() - 4) fail(fmt::format("'{}' is cut off", path));
      return data.substr(4, size);
    }
    if (kind != 1) unsupported(fmt::format("'{}' lies in chunks", path));
    const std::uint64_t address = field(data, 2, 8);
    const std::uint64_t size = field(data, 10, 8);
    return address == undefined && size == 0 ? std::string_view() : part(address, size);
  }

  std::string_view bytes_;
  std::string_view where_;
  std::set<std::uint64_t> visited_;
  std::uint64_t messages_ = 0;  // how many so far, how long all paths are, how large all arrays
  std::uint64_t names_ = 0;
  std::uint64_t elements_ = 0;
  std::map<std::string, Hdf5Array> arrays_;
};

}  // namespace

std::map<std::string, Hdf5Array> read_hdf5(std::string_view bytes, std::string_view where) {
  return Hdf5Reader(bytes, where).read();
}

}  // namespace vernier::keras
