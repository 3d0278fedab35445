using System.Text;
using Microsoft.AspNetCore.Components.Server;
using Portal.Web.Hosting;

namespace Portal.Web.Tests.Hosting;

public sealed class CircuitFaultsTests
{
    [Fact]
    [Trait("Norm", "ASVS 16.3.3")]
    public void Each_name_that_is_waited_for_is_one_of_the_framework_in_use()
    {
        var framework = File.ReadAllBytes(typeof(CircuitOptions).Assembly.Location);
        bool IsKnown(string name) => framework.AsSpan().IndexOf(Encoding.Unicode.GetBytes(name)) >= 0;
        CircuitFaults.Names.Where(name => !IsKnown(name)).ShouldBeEmpty();
        IsKnown("NoSuchEventFailed").ShouldBeFalse();
        // Connections that break are nobody's work.
        CircuitFaults.Names.ShouldNotContain("CircuitTransmitErrorFailed");
    }
}
