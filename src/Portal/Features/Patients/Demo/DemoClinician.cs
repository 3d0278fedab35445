using Portal.Kernel;

namespace Portal.Features.Patients.Demo;

/// <summary>A clinician or nurse who takes invented patients into care.</summary>
/// <param name="Account">The account.</param>
/// <param name="Name">The name that the charts show; a team's physician comes before its nurse.</param>
/// <param name="Team">The team, from 0; people of one team share their patients.</param>
public sealed record DemoClinician(AccountId Account, string Name, int Team);
