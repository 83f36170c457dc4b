#pragma once
// The tables and views of a store; docs/formats/storage.md describes them.

namespace vernier {

/// Makes everything in an empty database, the version marks included.
[[nodiscard]] const char* store_schema_sql();

}  // namespace vernier
