using Orcastra.Api;

namespace Orcastra.Tests.Api;

public sealed class ListenAddressTests
{
    [Theory]
    [InlineData("127.0.0.1:6060", "127.0.0.1:6060")]
    [InlineData("localhost:80", "127.0.0.1:80")]
    [InlineData("*:6060", "0.0.0.0:6060")]
    [InlineData("[::1]:6060", "[::1]:6060")]
    [InlineData("[::]:0", "[::]:0")]
    public void An_address_and_a_port_are_read(string text, string expected)
    {
        Assert.True(ListenAddress.TryParse(text, out var address));
        Assert.Equal(expected, address.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("6060")]
    [InlineData(":6060")]
    [InlineData("127.0.0.1")]
    [InlineData("127.0.0.1:")]
    [InlineData("127.0.0.1:65536")]
    [InlineData("127.0.0.1:-1")]
    [InlineData("127.0.0.1: 80")]
    [InlineData("127.1:80")]
    [InlineData("::1:6060")]
    [InlineData("[127.0.0.1]:80")]
    [InlineData("example.org:80")]
    [InlineData("http://127.0.0.1:80")]
    public void Anything_else_is_no_address(string text) => Assert.False(ListenAddress.TryParse(text, out _));
}
