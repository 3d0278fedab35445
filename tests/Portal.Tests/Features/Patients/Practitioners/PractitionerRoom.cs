using Portal.Features.Patients.Import;
using Portal.Features.Patients.Practitioners;
using Portal.Kernel.Access;
using Portal.Tests.Features.Patients.Import;

namespace Portal.Tests.Features.Patients.Practitioners;

/// <summary>Practitioners who came with imported records.</summary>
internal sealed class PractitionerRoom(PortalFixture portal) : IDisposable
{
    private readonly ImportRoom room = new(portal);

    public Staff.Directory Directory { get; } = new(portal);

    public void Dispose() => room.Dispose();

    /// <summary>Imports practitioners by id and name; each has the number NPI-id.</summary>
    public async Task ImportAsync(params (string Id, string Family)[] people)
    {
        var lines = people.Select(one => $$"""{"resourceType":"Practitioner","id":"{{one.Id}}","identifier":[{"value":"NPI-{{one.Id}}"}],"name":[{"family":"{{one.Family}}","given":["Uma"]}]}""");
        await room.WriteAsync("Practitioner.ndjson", string.Join('\n', lines));
        await room.ImportAsync();
    }

    public Task<PractitionersFound> ListAsync(Actor actor, string? text = null) => portal.Get<ListPractitioners>().ForAsync(actor, text, default);
}
