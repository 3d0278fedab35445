@echo off
rem Windows: needs .NET SDK 10 and an existing PostgreSQL in ConnectionStrings__Portal. The embedded cluster and the browser
rem tests are for Linux; under WSL use the bash script "portal".
setlocal
where dotnet >nul 2>nul || (echo The .NET SDK is missing: install .NET SDK 10.0 or later and start again. 1>&2 & exit /b 1)
if "%~1"=="" (echo Usage: portal VERB [OPTIONS] - the verbs are run, demo-accounts, import-fhir, verify-audit, migrate, seed-demo, test 1>&2 & exit /b 1)
if /i "%~1"=="test" (
  dotnet test "%~dp0tests\Portal.ArchitectureTests" -c Release && dotnet test "%~dp0tests\Portal.Web.Tests" -c Release
  exit /b %errorlevel%
)
if /i "%~1"=="bench" (echo bench is supported on Linux only: use WSL. 1>&2 & exit /b 1)
dotnet build "%~dp0src\Portal.Web" -c Release -v quiet --nologo 1>&2 || exit /b 1
dotnet "%~dp0src\Portal.Web\bin\Release\net10.0\Portal.Web.dll" %*
exit /b %errorlevel%
