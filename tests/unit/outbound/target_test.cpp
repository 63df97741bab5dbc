// SPDX-License-Identifier: Apache-2.0
#include "target.hpp"

#include <gmock/gmock.h>

#include "tocsin/outbound/metadata.hpp"

namespace tocsin::outbound {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(Target, IsReadInOneForm) {
    auto const target = readTarget("HTTPS://Media.Example.CN./a/film%201.mp4?token=geheim#part");
    ASSERT_TRUE(target) << target.error().message;
    EXPECT_EQ(target->url, "https://media.example.cn/a/film%201.mp4?token=geheim");
    EXPECT_EQ(target->shown, "https://media.example.cn/a/film%201.mp4?…");
    EXPECT_EQ(target->fileName, "film 1.mp4");
    EXPECT_TRUE(target->secure);
    EXPECT_EQ(target->port, 443);
    EXPECT_EQ(readTarget("http://a.example:8080")->url, "http://a.example:8080/");
    EXPECT_EQ(readTarget("http://a.example/消防.mp4")->fileName, "消防.mp4");
    EXPECT_EQ(readTarget("http://a.example/消防.mp4")->url,
              "http://a.example/%e6%b6%88%e9%98%b2.mp4");
    EXPECT_EQ(readTarget("http://政务.cn/")->host.name, "xn--zfr164b.cn");
}

TEST(Target, AllFormsOfOneHostAreThatHost) {
    for (auto const* form : {"http://127.1/", "http://2130706433/", "http://0x7f000001/",
                             "http://0177.0.0.1/", "http://127.0.0.1./", "http://１２７.０.０.１/",
                             "http://%31%32%37.0.0.1/", "http://127%2e0.0.1/"}) {
        auto const target = readTarget(form);
        ASSERT_TRUE(target) << form << ": " << target.error().message;
        EXPECT_EQ(target->host.name, "127.0.0.1") << form;
        EXPECT_EQ(target->url, "http://127.0.0.1/") << form;
    }
}

TEST(Target, OnlyHttpAndHttps) {
    for (auto const* other : {"file:///etc/passwd", "gopher://a.example/", "ftp://a.example/x",
                              "dict://a.example:11211/stat", "ldap://a.example", "smb://a/b",
                              "javascript:alert(1)", "data:text/plain,x", "jar:http://a!/b"}) {
        auto const target = readTarget(other);
        ASSERT_FALSE(target) << other;
        EXPECT_EQ(target.error().code, Errc::invalid) << other;
    }
    EXPECT_THAT(readTarget("file:///etc/passwd").error().message, HasSubstr("only https and http"));
}

TEST(Target, UserNamesAreRefusedAndNotRepeated) {
    auto const target = readTarget("https://chef:geheim@media.example/film.mp4");
    ASSERT_FALSE(target);
    EXPECT_THAT(target.error().message, HasSubstr("user name"));
    EXPECT_THAT(target.error().message, Not(HasSubstr("geheim")));
    EXPECT_FALSE(readTarget("https://media.example@evil.example/"));
    EXPECT_FALSE(readTarget("https://@evil.example/"));
}

TEST(Target, WhatCouldBeReadInTwoWaysIsRefused) {
    for (auto const* wrong :
         {"", "media.example/film.mp4", "//media.example/x", "http://", "http:///x",
          "http://a.example:0/", "http://a.example:99999/", "http://a.example:x/",
          "http://a.example\\@b.example/", "http://a.example/\r\nHost: b", "http://a b/",
          "http://[fe80::1%25lo]/", "http://[::1", "http://a.example:80:81/", "http://a\x01/",
          "http://a.example/\xff", "http://a.example/x\\y", "http://a.example/\x7f"}) {
        EXPECT_FALSE(readTarget(wrong)) << wrong;
    }
    EXPECT_FALSE(readTarget("http://a.example/" + std::string(5'000, 'a')));
}

TEST(Target, ARedirectMayBeRelative) {
    auto const from = readTarget("https://a.example:8443/x/y?z=1").value();
    EXPECT_EQ(readReference(from, "film.mp4")->url, "https://a.example:8443/x/film.mp4");
    EXPECT_EQ(readReference(from, "/film.mp4")->url, "https://a.example:8443/film.mp4");
    EXPECT_EQ(readReference(from, "//b.example/f")->url, "https://b.example/f");
    EXPECT_EQ(readReference(from, "http://c.example/f")->secure, false);
    for (auto const* wrong : {"", "file:///etc/passwd", "https://u:p@b.example/", "a\r\nb",
                              "gopher://b/", "http://a\\b/"}) {
        EXPECT_FALSE(readReference(from, wrong)) << wrong;
    }
}

TEST(Metadata, IsKnownInEveryForm) {
    for (auto const* metadata :
         {"http://169.254.169.254/x.m3u8", "rtsp://u:p@0xa9fea9fe:554/live",
          "udp://@169.254.169.254:1", "srt://[::ffff:a9fe:a9fe]:9000?mode=caller",
          "rtmp://100.100.100.200/app", "https://[fd00:ec2::254]/x.m3u8",
          "http://169.254.43518/x.m3u8"}) {
        EXPECT_TRUE(namesMetadata(metadata)) << metadata;
    }
    for (auto const* other : {"rtsp://10.1.2.3/live", "udp://239.1.1.1:1234", "udp://:1234",
                              "rtsp://169.254.7.7/live", "https://media.example/x.m3u8", ""}) {
        EXPECT_FALSE(namesMetadata(other)) << other;
    }
}

}  // namespace
}  // namespace tocsin::outbound
