using Microsoft.Extensions.Configuration;
using Portal.Data.Postgres.Embedded;
using Portal.Features.Identity.Sessions;
using Portal.Kernel.Access;
using Portal.Web.Security;

namespace Portal.Web.Tests.Security;

public sealed class SessionSettingsTests
{
    [Fact]
    public void Nothing_configured_means_the_defaults()
    {
        var limits = Read();
        (limits.IdleOf(Role.Clinician), limits.IdleOf(Role.Patient), limits.WarnOf(Role.Nurse), limits.Absolute)
            .ShouldBe((TimeSpan.FromMinutes(15), TimeSpan.FromMinutes(30), TimeSpan.FromMinutes(1), TimeSpan.FromHours(12)));
    }

    [Fact]
    public void Each_role_may_have_limits_of_its_own()
    {
        var limits = Read(("Idle:Nurse", "00:10:00"), ("Warn:Nurse", "00:00:30"), ("Absolute", "08:00:00"));
        (limits.IdleOf(Role.Nurse), limits.WarnOf(Role.Nurse), limits.IdleOf(Role.Clinician), limits.Absolute)
            .ShouldBe((TimeSpan.FromMinutes(10), TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(15), TimeSpan.FromHours(8)));
        limits.InputStepOf(Role.Nurse).ShouldBe(TimeSpan.FromSeconds(40));
    }

    [Theory]
    [InlineData("Idle:Nurse", "15", "is no time")]
    [InlineData("Idle:Nurse", "02:00:00", "one hour at most")]
    [InlineData("Idle:Nurse", "00:00:50", "shorter than")]
    [InlineData("Warn:Nurse", "00:00:10", "at least 20 seconds")]
    [InlineData("Warn:Nurse", "00:20:00", "shorter than")]
    [InlineData("Idle:Wizard", "00:15:00", "names no role")]
    [InlineData("Idle:7", "00:15:00", "names no role")]
    [InlineData("Idle:System", "00:15:00", "names no role")]
    [InlineData("Absolute", "13:00:00", "12 hours at most")]
    [InlineData("Absolute", "00:05:00", "no longer than Portal__Sessions__Absolute")]
    [InlineData("Idel:Nurse", "00:15:00", "is no setting")]
    public void What_cannot_be_meant_is_refused_in_a_sentence(string key, string value, string sentence) =>
        Should.Throw<PortalSetupException>(() => Read((key, value))).Message.ShouldContain(sentence);

    private static SessionLimits Read(params (string Key, string Value)[] settings) => SessionSettings.Read(
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(one => KeyValuePair.Create($"Portal:Sessions:{one.Key}", (string?)one.Value))).Build());
}
