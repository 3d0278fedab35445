using Portal.Kernel;

namespace Portal.Features.Patients.Demo;

/// <summary>A clinician who takes invented patients into care.</summary>
/// <param name="Account">The account.</param>
/// <param name="Name">The name that the charts show.</param>
public sealed record DemoClinician(AccountId Account, string Name);
