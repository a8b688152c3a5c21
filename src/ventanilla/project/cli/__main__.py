from ventanilla.project.cli import main

main()
