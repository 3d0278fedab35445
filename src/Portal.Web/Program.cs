using Portal.Web.CommandLine;

return await PortalCommands.RunAsync(args);
