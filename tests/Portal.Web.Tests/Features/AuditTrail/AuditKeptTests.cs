using Microsoft.AspNetCore.DataProtection;
using Portal.Features.AuditTrail;
using Portal.Web.Features.AuditTrail;

namespace Portal.Web.Tests.Features.AuditTrail;

public sealed class AuditKeptTests
{
    private readonly AuditKept kept = new(new EphemeralDataProtectionProvider());

    [Fact]
    public void A_network_address_and_a_machine_come_back_from_the_pages_address_and_cannot_be_read_in_it()
    {
        var query = new AuditQuery { Address = "10.1.2.0/24", Node = "node-a", IsBreakGlass = true };
        var address = new Uri("https://localhost" + AuditAddress.Page + AuditAddress.Query(query, kept: kept.Of(query)));

        address.Query.ShouldNotContain("10.1.2");
        address.Query.ShouldNotContain("node-a");
        kept.Into(AuditAddress.Read(address), AuditAddress.KeptOf(address)).ShouldBe(query);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("10.1.2.3")]
    [InlineData("CfDJ8AAAA")]
    public void A_word_that_the_portal_did_not_write_asks_for_nothing(string? word) =>
        kept.Into(new AuditQuery { IsBreakGlass = true }, word).ShouldBe(new AuditQuery { IsBreakGlass = true });

    [Fact]
    public void A_search_for_neither_has_no_word() => kept.Of(new AuditQuery()).ShouldBeNull();
}
