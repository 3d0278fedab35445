using Portal.Kernel;
using Portal.Kernel.Access;

namespace Portal.Tests.Features.Patients;

/// <summary>Actors for tests, each with an account and a session of its own.</summary>
internal static class People
{
    private static readonly Origin Somewhere = new(System.Net.IPAddress.Loopback, "test");

    public static Actor Clinician() => In(Role.Clinician);

    public static Actor BillingClerk() => In(Role.BillingClerk);

    public static Actor In(Role role) => Actor.Person(AccountId.New(), role, SessionId.New(), Somewhere);
}
