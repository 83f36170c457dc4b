# What `cmake --install` lays down so that another project can say find_package(vernier).
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

set(package ${CMAKE_INSTALL_LIBDIR}/cmake/vernier)
install(TARGETS vernier EXPORT vernierTargets ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
install(DIRECTORY vernier DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} FILES_MATCHING PATTERN "*.hpp")
install(DIRECTORY clients DESTINATION ${CMAKE_INSTALL_DATADIR}/vernier)  # for programs that are tuned
install(EXPORT vernierTargets NAMESPACE vernier:: DESTINATION ${package})
configure_package_config_file(cmake/vernierConfig.cmake.in ${PROJECT_BINARY_DIR}/vernierConfig.cmake
                              INSTALL_DESTINATION ${package})
write_basic_package_version_file(${PROJECT_BINARY_DIR}/vernierConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/vernierConfig.cmake ${PROJECT_BINARY_DIR}/vernierConfigVersion.cmake
        DESTINATION ${package})
