using System.Net;
using Portal.Features.Identity;
using Portal.Features.Identity.OwnAccount;
using Portal.Features.Identity.Sessions;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Tests.Features.Identity;

public sealed class SessionWordsTests
{
    [Theory]
    [InlineData("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox", "Linux")]
    [InlineData("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0", "Edge", "Windows")]
    [InlineData("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/605.1.15", "Safari", "Mac")]
    [InlineData("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/140.0 Mobile/15E148 Safari/604.1", "Chrome", "iPhone")]
    [InlineData("Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36", "Chrome", "Android")]
    [InlineData("curl/8.0", null, null)]
    [InlineData(null, null, null)]
    public void A_browser_is_told_in_plain_words(string? agent, string? browser, string? system) =>
        BrowserWords.Of(agent).ShouldBe(new BrowserWords(browser, system));

    [Theory]
    [InlineData("10.1.7.9", "Ward 7")]
    [InlineData("10.1.9.9", "Main house")]
    [InlineData("::ffff:10.1.9.9", "Main house")]
    [InlineData("2001:db8::1", "Branch")]
    [InlineData("192.0.2.7", null)]
    public void An_address_is_in_the_narrowest_named_range(string address, string? name)
    {
        var places = new Places([
            new(IPNetwork.Parse("10.1.0.0/16"), "Main house"), new(IPNetwork.Parse("10.1.7.0/24"), "Ward 7"), new(IPNetwork.Parse("2001:db8::/32"), "Branch")]);
        places.NameOf(IPAddress.Parse(address)).ShouldBe(name);
        places.NameOf(null).ShouldBeNull();
    }
}
