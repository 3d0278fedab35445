using Portal.Kernel.Outbound;

namespace Portal.Tests.Kernel.Outbound;

public sealed class OutboundHostsTests
{
    private readonly OutboundHosts hosts = new([("mail.example", 465)]);

    [Theory]
    [InlineData("mail.example", 465)]
    [InlineData("MAIL.example.", 465)]
    public void A_configured_host_is_let_through(string host, int port) => hosts.Require(host, port);

    [Theory]
    [InlineData("mail.example", 25)]
    [InlineData("elsewhere.example", 465)]
    [InlineData("mail.example.elsewhere.example", 465)]
    [InlineData("127.0.0.1", 465)]
    [InlineData("", 465)]
    public void Any_other_is_refused(string host, int port) => Should.Throw<OutboundRefusedException>(() => hosts.Require(host, port));
}
